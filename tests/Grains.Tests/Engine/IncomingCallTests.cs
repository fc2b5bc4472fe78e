using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Calls that a plane raises of its own accord, as a real network does.</summary>
[Collection(EngineCollection.Name)]
public sealed class IncomingCallTests(EngineHost host)
{
    [Fact]
    public async Task Arrived_ReachesTheScriptOfItsNumber_WithWhatTheInviteSaid()
    {
        var run = Incoming("{'set':{'h':'${call.headers[0].value}','t':'${call.type}','u':'${call.sip_data.sip_from_user}'}},{'hangup':{'reason':'busy'}}", out var arrive);
        var number = "+1555" + Math.Abs(run.Session.GetHashCode(StringComparison.Ordinal) % 10_000_000).ToString("0000000");
        await host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfNumber(number)).Put(Story.Project, new AddressBody(run.Document, null, null));

        await arrive(new IncomingCall
        {
            From = "sip:ann@phones.example",
            To = $"sip:{number}@anywhere.example",
            Headers = [KeyValuePair.Create("X-Way", "trunk 7")],
            SipData = [KeyValuePair.Create("sip_from_user", "ann")],
        });
        await run.ToEnd();

        Assert.Equal("{'h':'trunk 7','t':'sip','u':'ann'}", await run.Vars());
        Assert.Equal(EndReason.Busy, (await run.View()).EndReason);
        Assert.Contains(Commands(run), command => command is HangUp { Cause: HangUpCause.Busy });
    }

    [Fact]
    public async Task Arrived_WhereNothingIs_IsToldNotFound()
    {
        var run = Incoming("{'hangup':{}}", out var arrive);
        await arrive(new IncomingCall { From = "+15550001111", To = "/public/nobody", ProjectId = Story.Project });
        await host.Quiet("after the call was refused");

        Assert.Equal([nameof(HangUp), nameof(Release)], Commands(run).Select(command => command.Name));
        Assert.Contains(Commands(run), command => command is HangUp { Cause: HangUpCause.NotFound });
        Assert.Empty(await run.Timeline());
    }

    [Fact]
    public async Task Arrived_OwnerLostAfterwards_LearnsOfTheCallersEnd()
    {
        var run = Incoming("{'answer':{}},{'sleep':60000}", out var arrive);
        await run.Begin();
        await arrive(new IncomingCall { From = "sip:alice@sim;talk=5000", To = run.Address, ProjectId = Story.Project });
        await run.Until<LegAnswered>();
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        await run.ToEnd();

        Assert.Contains(await run.Timeline(), entry => entry.Event is ScriptEnded { Outcome: "call_gone" });
        Assert.Equal(EndReason.Hangup, (await run.View()).EndReason);
    }

    private ScriptScenario Incoming(string main, out Func<IncomingCall, Task> arrive)
    {
        var run = new ScriptScenario(host, main);
        arrive = call =>
        {
            host.Plane.CallIn(call, legId: run.CallId);
            return Task.CompletedTask;
        };
        return run;
    }

    private IEnumerable<PlaneCommand> Commands(Story run) => host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command);
}
