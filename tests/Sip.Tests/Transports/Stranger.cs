using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Transports;

/// <summary>Somebody who connects to a transport, and says what a test says.</summary>
internal sealed class Stranger : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client;
    private readonly StringBuilder _heard = new();

    private Stranger(TcpClient client) => _client = client;

    public static async Task<Stranger> At(ISipTransport transport, string from = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(transport.LocalEndPoint);
        return new Stranger(client);
    }

    public Task Says(string text) => _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    /// <summary>Reads until that has come; what came before is passed over.</summary>
    public async Task<string> Hears(string text)
    {
        while (!_heard.ToString().Contains(text, StringComparison.Ordinal)) Assert.True(await Read(), $"Was hung up, expected: {text}");
        var heard = _heard.ToString();
        _heard.Clear();
        return heard;
    }

    /// <summary>Asks for a sign of life, and gets it; pings of the other side are passed over.</summary>
    public async Task IsAnswered()
    {
        await Says($"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:1;branch=z9hG4bK{Guid.NewGuid():n}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: {Guid.NewGuid():n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        await Hears("SIP/2.0 200");
    }

    /// <summary>Calls, tells the address that he connects from, and acknowledges the answer.</summary>
    public async Task Calls()
    {
        string Request(string method, string tag) => $"{method} sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:1;branch=z9hG4bK{method}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>{tag}\r\n"
            + $"Call-ID: 1\r\nCSeq: 1 {method}\r\nContact: <sip:a@{_client.Client.LocalEndPoint};transport=tcp>\r\nContent-Length: 0\r\n\r\n";
        await Says(Request("INVITE", ""));
        var answer = await Hears("SIP/2.0 200");
        await Says(Request("ACK", System.Text.RegularExpressions.Regex.Match(answer, "SIP/2.0 200.*?\r\nTo: [^;]*(;tag=[^\r]*)", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value));
    }

    public async Task IsHungUp()
    {
        while (await Read())
        {
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> Read()
    {
        var buffer = new byte[4096];
        try
        {
            var length = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience, TimeProvider.System);
            _heard.Append(Encoding.ASCII.GetString(buffer, 0, length));
            return length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
