using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>Somebody calls an address, and its script serves him.</summary>
internal sealed class ScriptScenario : Story
{
    /// <summary>Where the caller's doings stand, if he has any.</summary>
    private readonly string _from;

    /// <param name="main">
    /// The steps of <c>main</c> as YAML, with single quotes for brevity; <c>$box</c> is a URL that takes webhooks. A whole document begins with
    /// its <c>sections</c>.
    /// </param>
    public ScriptScenario(EngineHost host, string main, string from = "sip:alice@sim")
        : base(host)
    {
        _from = from;
        var document = main.TrimStart().StartsWith("{'sections'", StringComparison.Ordinal) ? main : $"{{'sections':{{'main':[{main}]}}}}";
        Document = Json(document.Replace("$box", $"{Host.Postbox.Url}{BoxPath}", StringComparison.Ordinal));
    }

    public string Document { get; }
    public string ScriptId => CallIds.Script(Session);

    /// <summary>The address is of this story alone.</summary>
    public string Address => $"/public/{Session}";

    public async Task<ScriptScenario> Begin()
    {
        await Host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfResource(Project, "public", Session)).Put(Project, new AddressBody(Document, null, null));
        return this;
    }

    public Task<SimulateOutcome> Call(int? hangUpAfter = null) => Caller.Simulate(
        new SimulatedCall(Project, _from, Address, hangUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : null));

    /// <summary>From the call to the end of all.</summary>
    public async Task<ScriptScenario> Run(int? hangUpAfter = null)
    {
        await Begin();
        Assert.Equal(SimulateOutcome.Accepted, await Call(hangUpAfter));
        await ToEnd();
        return this;
    }

    /// <summary>The connect that runs on its call now.</summary>
    public IConnectGrain Connect => Host.Grains.GetGrain<IConnectGrain>(
        CallIds.Connect(Session, Commits.Last(commit => CallIds.IsConnect(commit.Id)).Id[38..]));

    /// <summary>Until nothing of it is left in the silo, whoever else is there.</summary>
    public Task Ended() => Pass(async () => await IsComplete() && Host.Traffic.Of(Session).Count == 0, "the end of the script");

    public async Task<ScriptRecord?> Script(string? id = null) => await Host.Store.Load(id ?? ScriptId) is { } stored
        ? JsonSerializer.Deserialize(stored.Snapshot.Span, ScriptJson.Snapshot.ScriptRecord)
        : null;

    public async Task<string> Vars(string? id = null) => JsonValues.Object((await Script(id))!.State.Memory.Vars).GetRawText().Replace('"', '\'');

    public async Task<ScriptOutcome> Outcome(string? id = null) => ((ScriptOver)(await Script(id))!.State).Outcome;

    public async Task<CallView> View() =>
        await Host.Grains.GetGrain<ITimelineGrain>(Session).Call(Project, CallId) ?? throw new InvalidOperationException("no such call");

    /// <summary>Sentences of the script's own entries.</summary>
    public async Task<IReadOnlyList<string>> Told() => [.. (await Timeline())
        .Where(entry => entry.Event is ScriptStarted or MethodStarted or MethodEnded or ScriptTransferred or ScriptFailed or ScriptEnded)
        .Select(entry => entry.Event.Sentence)];

    /// <summary>Webhooks of the box, by type and state.</summary>
    public IReadOnlyList<string> Letters => [.. Host.Postbox.At(BoxPath).Select(letter => letter.What)];

    protected override async Task<bool> IsComplete() => (await View()).State == CallState.Ended && await Script() is not { State: not ScriptOver };
}
