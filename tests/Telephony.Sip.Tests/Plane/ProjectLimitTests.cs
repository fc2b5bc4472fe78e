using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Calls that come in to a project that may have so many.</summary>
public class ProjectLimitTests
{
    private readonly Projects _projects = new();

    [Fact]
    public async Task Caller_WhoIsOneTooMany_IsSentToAnotherNode_AndOthersAreNot()
    {
        await using var bench = new Bench(settings => settings.ProjectMaxInboundCalls = 1, doors: new PlaneDoors { InboundProjects = _projects });
        Assert.Empty(Calls(bench, "sales-one", out var first).Told);
        Assert.Equal(["failed Refusal 503"], Calls(bench, "support-one").Told);
        Assert.Empty(Calls(bench, "sales-two").Told);
        Assert.Equal(["one"], _projects.Turned);
        first.Cancel();
        bench.Run(0.1);

        Assert.Empty(Calls(bench, "sales-one").Told);
        Assert.Equal(3, bench.Events.OfType<Arrived>().Count());
    }

    [Fact]
    public async Task Callers_OfOneSecond_AreAsManyAsTheLimitSays()
    {
        await using var bench = new Bench(settings => settings.ProjectMaxInboundCallsPerSecond = 2, doors: new PlaneDoors { InboundProjects = _projects });
        for (var i = 0; i < 3; i++) Calls(bench, "sales-one");
        bench.Run(1);
        Calls(bench, "sales-one");

        Assert.Equal((3, 1), (bench.Events.OfType<Arrived>().Count(), _projects.Turned.Count));
    }

    // The store is away.
    [Fact]
    public async Task Caller_WhoseProjectCannotBeAsked_IsSentToAnotherNode()
    {
        await using var bench = new Bench(settings => settings.ProjectMaxInboundCalls = 1, doors: new PlaneDoors { InboundProjects = _projects });
        (_projects.IsAway, bench.Expected) = (true, 1);

        Assert.Equal(["failed Refusal 503"], Calls(bench, "sales-one").Told);
        Assert.Empty(bench.Events);
    }

    /// <param name="called">A name, and the project that it is of.</param>
    private static Phone Calls(Bench bench, string called) => Calls(bench, called, out _);

    private static Phone Calls(Bench bench, string called, out OutgoingCall call)
    {
        var phone = bench.Phone();
        call = phone.Call(SipUri.Parse($"sip:{called}@10.0.0.1:5060"));
        bench.Run(0.1);
        return phone;
    }

    private sealed class Projects : IInboundProjects
    {
        public List<string> Turned { get; } = [];

        public bool IsAway { get; set; }

        public ValueTask<string?> Of(string called, string? projectId) => IsAway
            ? ValueTask.FromException<string?>(new TimeoutException("the store is away"))
            : new(called.Split('@')[0].Split('-')[1]);

        public void Refused(string projectId) => Turned.Add(projectId);
    }
}
