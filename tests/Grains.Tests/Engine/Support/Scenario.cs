using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>One connect on one caller.</summary>
internal sealed class Scenario : Story
{
    /// <param name="connect">
    /// The connect object; as YAML, for brevity with single quotes, and <c>$hooks</c> for a status_url and a call_state_url of its own.
    /// </param>
    /// <param name="answered">Whether the caller is answered already.</param>
    /// <param name="hangUpAfter">When he hangs up by himself, in milliseconds; null: never.</param>
    public Scenario(EngineHost host, string connect, bool answered = true, int? hangUpAfter = null)
        : base(host)
    {
        ConnectId = CallIds.Connect(Session, "1");
        Request = new StartConnect(
            Project, ConnectId, "hash-1", Compile(connect),
            new NewCaller("+15550001111", "+15550002222", answered, hangUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : null));
    }

    public string ConnectId { get; }
    public StartConnect Request { get; init; }
    public IConnectGrain Connect => Host.Grains.GetGrain<IConnectGrain>(ConnectId);

    public ICallGrain Leg(int number) => Host.Grains.GetGrain<ICallGrain>(CallIds.Leg(ConnectId, number));

    public Task<StartConnectResult> Start() => Caller.StartConnect(Request);

    public async Task<ConnectView> View() =>
        await Host.Grains.GetGrain<ITimelineGrain>(Session).Connect(Project, ConnectId) ?? throw new InvalidOperationException("no such connect");

    public async Task<Scenario> Run()
    {
        Assert.Equal(StartConnectOutcome.Accepted, (await Start()).Outcome);
        await ToEnd();
        return this;
    }

    protected override async Task<bool> IsComplete() => (await View()).Complete;

    private Scenario(EngineHost host, Scenario other, StartConnect request)
        : base(host, other) => (ConnectId, Request) = (other.ConnectId, request);

    /// <summary>The same with a document, as the API sends it when something follows the connect.</summary>
    public static Scenario WithDocument(EngineHost host, string connect)
    {
        var run = new Scenario(host, connect);
        return new Scenario(host, run, run.Request with { Document = new(Json($"{{'sections':{{'main':[{{'connect':{run.Filled(connect)}}}]}}}}"), Url: null) });
    }

    private string Filled(string connect) => connect.Replace("$hooks", "'status_url':'$box','call_state_url':'$box'", StringComparison.Ordinal)
        .Replace("$box", $"{Host.Postbox.Url}{BoxPath}", StringComparison.Ordinal);

    private ConnectPlan Compile(string connect)
    {
        var compiled = ConnectCompiler.Compile(SwmlParser.Parse(Encoding.UTF8.GetBytes(Json(Filled(connect))), "application/json").Node!, SwmlLimits.Default);
        return compiled.Plan ?? throw new ArgumentException($"{connect}: {string.Join('\n', compiled.Errors)}", nameof(connect));
    }
}
