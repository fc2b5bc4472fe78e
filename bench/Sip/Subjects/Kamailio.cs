using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.SipBench.Subjects;

/// <summary>kamailio (Debian package) as a stateful proxy that forks to both phones and stays in the dialog. It does less than we do: no dialogs of its own, no script.</summary>
internal sealed class Kamailio : Subject
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-kamailio-");
    private readonly Child _process;
    private readonly int _port;

    private Kamailio(Phones phones)
    {
        _port = UdpPorts.Free();
        var file = Path.Combine(_folder.FullName, "kamailio.cfg");
        File.WriteAllText(file, Configuration(_port, phones));
        _process = new Child("kamailio", ["-f", file, "-DD", "-E", "-m", "256", "-M", "16", "-Y", _folder.FullName]);
    }

    public override string Name => "kamailio";

    public override int? Door => _port;

    public override IReadOnlyDictionary<string, int> Processes => new Dictionary<string, int> { ["kamailio"] = _process.Id };

    public static async Task<Kamailio> Begin(Phones phones, TimeProvider clock)
    {
        var kamailio = new Kamailio(phones);
        await kamailio.Answers(clock);
        return kamailio;
    }

    public override ValueTask DisposeAsync()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>As many children as this machine has cores.</summary>
    private static string Configuration(int port, Phones phones) => $$"""
        debug=0
        log_stderror=yes
        children={{Environment.ProcessorCount}}
        disable_tcp=yes
        auto_aliases=no
        listen=udp:127.0.0.1:{{port}}
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "siputils.so"
        loadmodule "textops.so"
        loadmodule "corex.so"
        request_route {
          if (is_method("OPTIONS")) {
            sl_send_reply("200", "OK");
            exit;
          }
          if (is_method("CANCEL")) {
            if (t_check_trans()) t_relay();
            exit;
          }
          if (has_totag()) {
            if (loose_route()) t_relay();
            else if (is_method("ACK") && t_check_trans()) t_relay();
            exit;
          }
          t_check_trans();
          record_route();
          $ru = "sip:winner@127.0.0.1:{{phones.Winner}}";
          append_branch("sip:loser@127.0.0.1:{{phones.Loser}}");
          t_relay();
        }
        """;

    private async Task Answers(TimeProvider clock)
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var local = (IPEndPoint)socket.Client.LocalEndPoint!;
        var options = Encoding.ASCII.GetBytes(
            $"OPTIONS sip:127.0.0.1:{_port} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch=z9hG4bKready\r\nFrom: <sip:bench@{local}>;tag=1\r\n"
            + $"To: <sip:127.0.0.1:{_port}>\r\nCall-ID: ready\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 5\r\nContent-Length: 0\r\n\r\n");
        var started = clock.GetTimestamp();
        var answer = socket.ReceiveAsync();
        while (!answer.IsCompletedSuccessfully)
        {
            if (_process.HasExited || clock.GetElapsedTime(started) > Patience) throw new InvalidOperationException($"kamailio does not answer.\n{_process.Said}");
            if (answer.IsFaulted) answer = socket.ReceiveAsync();
            await socket.SendAsync(options, new IPEndPoint(IPAddress.Loopback, _port));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(100), clock));
        }
    }
}
