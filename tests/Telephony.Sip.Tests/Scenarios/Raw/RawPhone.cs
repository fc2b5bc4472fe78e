using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

/// <summary>
/// A far end that does nothing by itself: it sends what a test says, byte by byte, and a test awaits what comes. What comes again unchanged is a
/// retransmission, and awaited only by <see cref="HearsAgain"/>; 100 is passed over. Whatever else comes must have been awaited.
/// </summary>
internal sealed class RawPhone : IAsyncDisposable
{
    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _service;
    private readonly Channel<WireMessage> _come = Channel.CreateUnbounded<WireMessage>();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _again = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _listening;
    private bool _hasFailed;
    private int _registrations;

    /// <param name="service">The port of the service, to which all that is said goes.</param>
    public RawPhone(int service, int port = 0)
    {
        _service = new IPEndPoint(IPAddress.Loopback, service);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _listening = Listen();
    }

    public int Port { get; }

    public string Uri => $"sip:callee@127.0.0.1:{Port}";

    /// <summary>What came and went, in its order.</summary>
    public string Log => string.Join(" ", _log);

    /// <summary>The next message that comes, which must be this one.</summary>
    /// <param name="summary"><c>INVITE</c>, <c>200 BYE</c>; several by <c>|</c> where each will do.</param>
    public async Task<WireMessage> Hears(string summary)
    {
        try
        {
            var message = await _come.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);
            Assert.True(summary.Split('|').Contains(message.Summary), $"Heard {message.Summary}, expected {summary}, after: {Log}\n{message}");
            return message;
        }
        catch (TimeoutException)
        {
            _hasFailed = true;
            Assert.Fail($"Waited {Patience.TotalSeconds} s for {summary}, after: {Log}");
            throw;
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>A message comes once more than it was awaited.</summary>
    public async Task HearsAgain(WireMessage message)
    {
        _hasFailed = true;
        Assert.True(await RepeatsOf(message.Text).WaitAsync(Patience), $"Waited {Patience.TotalSeconds} s for {message.Summary} again, after: {Log}");
        _hasFailed = false;
    }

    /// <summary>An INVITE comes.</summary>
    public async Task<RawCall> IsCalled(string tag = "callee") => RawCall.Taken(this, await Hears("INVITE"), tag);

    /// <summary>Is hung up; it may be told before that the other end is gone, which it takes as phones do.</summary>
    public async Task IsHungUp(RawCall call)
    {
        var (isOver, unacknowledged) = (false, 0);
        while (!isOver || unacknowledged > 0)
        {
            var message = await Hears("BYE|INVITE|ACK");
            if (message.Summary == "ACK") unacknowledged--;
            else call.Answers(message, 200, message.Summary == "INVITE" ? Sdp : "");
            if (message.Summary == "INVITE") unacknowledged++;
            isOver |= message.Summary == "BYE";
        }
    }

    /// <summary>Calls an address of the service.</summary>
    public RawCall Calls(string user, string body = Sdp, params string[] headers)
    {
        var call = RawCall.Begun(this, $"sip:{user}@{_service}", Port);
        call.Invite(body, headers);
        return call;
    }

    /// <summary>Registers as that user, with his password; the last answer.</summary>
    public async Task<WireMessage> Registers(string user, string password = "secret", int expires = 300)
    {
        var number = 2 * ++_registrations;
        Says(Register(user, number, expires, ""));
        var challenge = await Hears("401 REGISTER");
        var offered = challenge.All("WWW-Authenticate").Single(value => value.Contains("SHA-256", StringComparison.Ordinal));
        Says(Register(user, number + 1, expires, RawDigest.Answer(offered, user, password, "REGISTER", $"sip:{_service}")));
        return await Hears("200 REGISTER|403 REGISTER");
    }

    private string Register(string user, int number, int expires, string authorization) =>
        $"REGISTER sip:{_service} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{Port};branch=z9hG4bK{Guid.NewGuid():n};rport\r\nMax-Forwards: 70\r\nFrom: <sip:{user}@{_service}>;tag=r{number}\r\n"
        + $"To: <sip:{user}@{_service}>\r\nCall-ID: registration-{Port}\r\nCSeq: {number} REGISTER\r\nContact: <sip:{user}@127.0.0.1:{Port}>\r\nExpires: {expires}\r\n"
        + $"{authorization}Content-Length: 0\r\n\r\n";

    public void Says(string text)
    {
        _log.Enqueue($"> {new WireMessage(text).Summary}");
        _socket.SendTo(Encoding.UTF8.GetBytes(text), _service);
    }

    /// <summary>Nothing came that nobody awaited.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _listening;
        _socket.Dispose();
        _closing.Dispose();
        // A test that fails leaves messages behind, and its own failure says more.
        if (!_hasFailed && _come.Reader.TryRead(out var left)) Assert.Fail($"{left.Summary} came, and nobody awaited it: {Log}");
    }

    private SemaphoreSlim RepeatsOf(string text) => _again.GetOrAdd(text, _ => new SemaphoreSlim(0));

    private async Task Listen()
    {
        var buffer = new byte[65536];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                var message = new WireMessage(Encoding.UTF8.GetString(buffer, 0, length));
                var isNew = seen.Add(message.Text);
                _log.Enqueue($"{(isNew ? "<" : "<<")} {message.Summary}");
                if (!isNew) RepeatsOf(message.Text).Release();
                else if (message.IsRequest || message.Status != 100) _come.Writer.TryWrite(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The phone is put away.
        }
    }
}
