using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A transfer ends, whatever the phone tells of it, and leaves room for the next one.</summary>
public sealed class ReferralTests : IAsyncDisposable
{
    private const string Elsewhere = "sip:elsewhere@10.0.0.9";
    private readonly Bench _bench = new();

    [Fact]
    public void Phone_ThatTellsNothing_IsNotWaitedForForEver()
    {
        var phone = _bench.DialAnswered("b1");
        Refer("r1");
        phone.Referrals.Single().Accept();
        _bench.Run(1);
        for (var times = 0; times < 2; times++) Assert.Equal(CommandOutcome.NotSupported, _bench.Give(new Refer("b1", "r2", Elsewhere)).Outcome);
        _bench.Run(180);
        Assert.Equal(("r1", 202, null), Ended());

        Refer("r2");
        phone.Referrals[1].Accept();
        phone.Referrals[1].Progress(486);
        _bench.Run(1);
        Assert.Equal(("r2", 202, 486), Ended());
    }

    [Fact]
    public void Phone_ThatEndsItsTellingWithoutAStatus_HasEndedIt()
    {
        var phone = _bench.DialAnswered("b1");
        Refer("r1");
        phone.Referrals.Single().Accept();
        _bench.Run(1);
        Packet? last = null;
        _bench.Network.Loses = packet => packet.Summary == "NOTIFY" && (last = packet) is not null;
        phone.Referrals.Single().Progress(200);
        _bench.Run(0.01);
        var told = last!.Message;
        told.SetBody("text/plain", "done"u8.ToArray());
        _bench.Transport.Receive(SipWriter.ToBytes(told), phone.Transport.LocalEndPoint);
        _bench.Run(0.1);

        Assert.Equal(("r1", 202, null), Ended());
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private void Refer(string id)
    {
        Assert.True(_bench.Give(new Refer("b1", id, Elsewhere)).IsDone);
        _bench.Run(0.1);
    }

    private (string, int?, int?) Ended()
    {
        var ended = Assert.IsType<ReferEnded>(_bench.Events[^1]);
        return (ended.ReferId, ended.Status, ended.TargetStatus);
    }
}
