using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Whom an unanswered caller hears: the one callee that rings, unless something is played to him.</summary>
public sealed class EarlyMediaTests : IAsyncDisposable
{
    private readonly RecordingMedia _media = new();
    private readonly Bench _bench;
    private readonly Phone _caller;
    private readonly string _callerId;
    private readonly List<Orchestrator.Sip.UserAgents.IncomingCall> _calls = [];

    public EarlyMediaTests()
    {
        _bench = new Bench(media: _media);
        _caller = _bench.Phone();
        _caller.Call(SipUri.Parse("sip:support@10.0.0.1:5060"));
        _bench.Run(0.1);
        _callerId = _bench.Events.OfType<Arrived>().Single().LegId;
    }

    [Fact]
    public void Callee_WhoRingsAlone_IsHeard_UntilAnotherOneRings_AndAgainWhenThatOneIsOver()
    {
        Dial("b1", call => call.Progress(183, Phone.Sdp));
        Assert.Equal(["+b1"], _media.Heard);
        Assert.Equal(["183"], _caller.Told);

        Dial("b2", call => call.Progress(180));
        Assert.Equal(["+b1", "-b1"], _media.Heard);
        _calls[1].Reject(486);
        _bench.Run(0.1);

        Assert.Equal(["+b1", "-b1", "+b1"], _media.Heard);
        Assert.Equal(["183"], _caller.Told);
    }

    [Fact]
    public void Callees_WhoBothSendAudio_AreNotHeard_UntilOneIsLeft()
    {
        Dial("b1", call => call.Progress(180));
        Dial("b2", call => call.Progress(180));
        _calls[0].Progress(183, Phone.Sdp);
        _calls[1].Progress(183, Phone.Sdp);
        _bench.Run(0.1);
        Assert.Empty(_media.Heard);
        Assert.Equal(["180"], _caller.Told);

        _calls[0].Reject(603);
        _bench.Run(0.1);
        Assert.Equal(["+b2"], _media.Heard);
        Assert.Equal(["180", "183"], _caller.Told);
    }

    [Fact]
    public void Callee_WhoIsHeard_AndAnswers_IsNotSilenced()
    {
        Dial("b1", call => call.Progress(183, Phone.Sdp));
        _calls[0].Answer(Phone.Sdp);
        _bench.Run(0.1);

        Assert.Equal(["+b1"], _media.Heard);
    }

    [Fact]
    public void Callee_IsNotHeard_WhileSomethingIsPlayed()
    {
        Dial("b1", call => call.Progress(183, Phone.Sdp));
        _bench.Give(new Play(_callerId, "p1", ["ring:us"], Repeat: true));
        Assert.Equal(["+b1", "-b1"], _media.Heard);
        _bench.Give(new StopPlay(_callerId, "p1"));

        Assert.Equal(["+b1", "-b1", "+b1"], _media.Heard);
    }

    [Fact]
    public void Caller_WhoIsAnswered_HearsNobodyBeforeTheBridge()
    {
        _bench.Give(new Answer(_callerId));
        _bench.Run(0.1);
        Dial("b1", call => call.Progress(183, Phone.Sdp));

        Assert.Empty(_media.Heard);
    }

    private void Dial(string legId, Action<Orchestrator.Sip.UserAgents.IncomingCall> whenCalled)
    {
        _bench.Dial(legId, _bench.Phone(call =>
        {
            _calls.Add(call);
            whenCalled(call);
        }), target => target with { CallerLegId = _callerId });
        _bench.Run(0.1);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
