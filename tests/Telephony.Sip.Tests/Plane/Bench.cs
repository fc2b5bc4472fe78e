using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A plane on a network in memory, phones beside it, one fake clock, and a log of what the plane's listener took.</summary>
internal sealed class Bench : IPlaneListener, IAsyncDisposable
{
    private int _phones;

    /// <param name="media">Null: as configured.</param>
    public Bench(Action<SipSettings>? configure = null, IMedia? media = null, PlaneDoors? doors = null)
    {
        var settings = new SipSettings { MadeUpCallers = true };
        settings.Allow.Add("*");
        settings.AllowFrom.Add("*");
        configure?.Invoke(settings);
        Plane = new SipPlane("node-1", settings, Network.Time, Open, doors, media);
        Plane.Listen(this);
    }

    public MemoryNetwork Network { get; } = new();

    public FakeDns Dns { get; } = new();

    public SipPlane Plane { get; }

    public List<string> Log { get; } = [];

    public List<PlaneEvent> Events { get; } = [];

    /// <summary>What stands between the plane and the log; it may throw or wait.</summary>
    public Func<PlaneEvent, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>What the plane sends by.</summary>
    public MemoryTransport Transport { get; private set; } = null!;

    /// <summary>What the plane sent, in the order of the wire.</summary>
    public IReadOnlyList<string> Sent => Network.Sent(PlaneAddress);

    public static IPEndPoint PlaneAddress { get; } = IPEndPoint.Parse("10.0.0.1:5060");

    public async ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
    {
        await Before(planeEvent).ConfigureAwait(false);
        Events.Add(planeEvent);
        Log.Add($"{planeEvent.LegId} #{planeEvent.Sequence} {Sentence.Of(planeEvent)}");
    }

    /// <summary>A phone that does nothing by itself.</summary>
    public Phone Phone(Action<Orchestrator.Sip.UserAgents.IncomingCall>? onInvite = null) =>
        new(Network, $"10.0.0.{++_phones + 1}:5060") { OnInvite = onInvite ?? (_ => { }) };

    public CommandResult Give(PlaneCommand command)
    {
        var execution = Plane.Execute(command).AsTask();
        return execution.GetAwaiter().GetResult();
    }

    public CommandResult Dial(string legId, Phone phone, Func<DialTarget, DialTarget>? change = null) => Dial(legId, phone.Uri.ToString(), change);

    public CommandResult Dial(string legId, string to, Func<DialTarget, DialTarget>? change = null)
    {
        var target = new DialTarget { To = to, From = "+15550001111" };
        return Give(new Dial(legId, change is null ? target : change(target)));
    }

    /// <summary>A leg that is up, and a phone that takes whatever comes within the call.</summary>
    public Phone DialAnswered(string legId, Func<DialTarget, DialTarget>? change = null)
    {
        var phone = Phone(call => call.Answer(Orchestrator.Sip.Tests.UserAgents.Phone.Sdp));
        Dial(legId, phone, change);
        Run(0.1);
        return phone;
    }

    /// <summary>A re-INVITE without an offer, whose ACK answers ours.</summary>
    /// <returns>What it was offered.</returns>
    public async Task<string> AskForAnOffer(Phone phone, byte[] answer)
    {
        Packet? ack = null;
        Network.Loses = packet =>
        {
            if (packet.Summary != "ACK" || !packet.From.Equals(phone.Transport.LocalEndPoint)) return false;
            ack = packet;
            return true;
        };
        // Our phone would acknowledge it without a word: its ACK is held back, and the answer put into it.
        var offered = await Until("offered", phone.Session.Offer(default));
        Assert.True(offered.IsSuccess);
        Network.Loses = _ => false;
        var withAnswer = ack!.Message;
        withAnswer.SetBody("application/sdp", answer);
        Transport.Receive(SipWriter.ToBytes(withAnswer), phone.Transport.LocalEndPoint);
        return offered.Response!.BodyText;
    }

    public void Run(double seconds) => Network.Run(seconds);

    /// <summary>Lets time pass until something has come; what is awaited between two messages runs on threads of its own.</summary>
    public async Task<T> Until<T>(string phase, Task<T> coming)
    {
        for (var i = 0; i < 10_000 && !coming.IsCompleted; i++)
        {
            Run(0.005);
            await Task.WhenAny(coming, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        }

        Assert.True(coming.IsCompleted, $"Not {phase} after 20 s.");
        return await coming;
    }

    /// <summary>The messages of one method that the plane sent.</summary>
    public IReadOnlyList<SipRequest> Requests(string method) =>
        [.. Network.Packets.Where(packet => packet.From.Equals(PlaneAddress)).Select(packet => packet.Message).OfType<SipRequest>().Where(request => request.Method == method)];

    /// <summary>How many faults a test has brought about itself.</summary>
    public long Expected { get; set; }

    /// <summary>Nothing else was thrown on the way.</summary>
    public async ValueTask DisposeAsync()
    {
        Assert.True(Plane.Faults == Expected, Plane.LastFault?.ToString());
        await Plane.DisposeAsync();
    }

    private SipUserAgent Open(SipSettings settings, TimeProvider time, SipUserAgentHandler handler, Action<Exception> failed)
    {
        var layer = new TransportLayer([Transport = Network.Open(PlaneAddress.ToString())], time, new TransportOptions { Failed = failed });
        return new SipUserAgent(layer, handler, new SipUserAgentOptions { Failed = failed }, time, new SipResolver(Dns, [SipProtocol.Udp], new Random(1)));
    }

}
