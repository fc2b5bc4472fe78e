using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>One connect on one caller, and the only one who lets time pass: never while anything is under way.</summary>
internal sealed class Scenario
{
    public const string Project = "proj_1";

    private static readonly TimeSpan LongestStory = TimeSpan.FromHours(12);

    private readonly EngineHost _host;
    private readonly ConcurrentQueue<Commit> _commits = new();
    private readonly int _legsBefore;

    /// <param name="connect">
    /// The connect object; for brevity with single quotes, and <c>$hooks</c> for a status_url and a call_state_url of its own.
    /// </param>
    /// <param name="answered">Whether the caller is answered already.</param>
    /// <param name="hangUpAfter">When he hangs up by himself, in milliseconds; null: never.</param>
    public Scenario(EngineHost host, string connect, bool answered = true, int? hangUpAfter = null)
    {
        _host = host;
        Session = CallIds.NewSession();
        CallId = CallIds.Caller(Session);
        ConnectId = CallIds.Connect(Session, "1");
        Request = new StartConnect(
            Project, ConnectId, "hash-1", Compile(connect),
            new NewCaller("+15550001111", "+15550002222", answered, hangUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : null));
        StartedAt = host.Clock.GetUtcNow();
        _legsBefore = host.Plane.ActiveLegs;
        host.Store.Committed = Count;
    }

    public string Session { get; }
    public string CallId { get; }
    public string ConnectId { get; }
    public StartConnect Request { get; init; }
    public DateTimeOffset StartedAt { get; }
    public string BoxPath => $"/{Session}";
    public EngineHost Host => _host;
    public IConnectGrain Connect => _host.Grains.GetGrain<IConnectGrain>(ConnectId);
    public ICallGrain Caller => _host.Grains.GetGrain<ICallGrain>(CallId);

    /// <summary>Commits of this session, in order.</summary>
    public IReadOnlyList<Commit> Commits => [.. _commits];

    /// <summary>Told of each commit of this session and its number, from 1.</summary>
    public Action<int, Commit>? Committed { get; set; }

    /// <summary>Run whenever the silo is at rest, before time goes on.</summary>
    public Func<Task>? AtRest { get; set; }

    public ICallGrain Leg(int number) => _host.Grains.GetGrain<ICallGrain>(CallIds.Leg(ConnectId, number));

    public Task<StartConnectResult> Start() => Caller.StartConnect(Request);

    public async Task<IReadOnlyList<TimelineEntry>> Timeline() => await _host.Store.ReadTimeline(Session, 0, 10_000);

    public async Task<ConnectView> View() =>
        await _host.Grains.GetGrain<ITimelineGrain>(Session).Connect(Project, ConnectId) ?? throw new InvalidOperationException("no such connect");

    /// <summary>Lets time pass until the timeline says so.</summary>
    public Task Until(Func<TimelineEntry, bool> happened, string phase) => Pass(async () => (await Timeline()).Any(happened), phase);

    public Task Until<TEvent>()
        where TEvent : TimelineEvent => Until(entry => entry.Event is TEvent, typeof(TEvent).Name);

    /// <summary>Lets time pass until that many milliseconds after the start.</summary>
    public Task At(int milliseconds)
    {
        var then = StartedAt.AddMilliseconds(milliseconds);
        return Pass(() => Task.FromResult(_host.Clock.GetUtcNow() >= then), $"{milliseconds} ms after the start", then);
    }

    /// <summary>To the end of all: nothing more to come, nobody left, nothing left on the wire.</summary>
    public async Task ToEnd()
    {
        await Pass(async () => (await View()).Complete && _host.Traffic.Of(Session).Count == 0 && _host.Plane.ActiveLegs <= _legsBefore, "the end of all");
        await _host.Quiet("after the end of all");
    }

    public async Task<Scenario> Run()
    {
        Assert.Equal(StartConnectOutcome.Accepted, (await Start()).Outcome);
        await ToEnd();
        return this;
    }

    private Task Pass(Func<Task<bool>> arrived, string phase, DateTimeOffset? limit = null) =>
        new Passing(_host, Session).Until(arrived, phase, limit ?? StartedAt + LongestStory, Describe, AtRest);

    private async Task<string> Describe()
    {
        var text = new StringBuilder();
        foreach (var entry in await Timeline())
            text.AppendLine($"  {(entry.At - StartedAt).TotalMilliseconds} {entry.CallId?[37..]} {entry.Event.Sentence}");
        foreach (var context in _host.Traffic.Of(Session))
            text.AppendLine($"  still there: {context}");
        text.AppendLine($"  legs on the plane: {_host.Plane.ActiveLegs}, lanes: {_host.Sender.ActiveLanes}");
        foreach (var line in _host.Logs.Lines.Where(line => line.Contains(Session, StringComparison.Ordinal)).TakeLast(10))
            text.AppendLine($"  log: {line[..Math.Min(line.Length, 400)]}");
        return text.ToString();
    }

    private void Count(Commit commit)
    {
        if (CallIds.SessionOf(commit.Id) != Session)
            return;
        int number;
        lock (_commits)
        {
            _commits.Enqueue(commit);
            number = _commits.Count;
        }

        Committed?.Invoke(number, commit);
    }

    private ConnectPlan Compile(string connect)
    {
        var box = $"{_host.Postbox.Url}{BoxPath}";
        var text = connect.Replace("$hooks", $"'status_url':'{box}','call_state_url':'{box}'", StringComparison.Ordinal)
            .Replace("$box", box, StringComparison.Ordinal).Replace('\'', '"');
        var node = SwmlParser.Parse(Encoding.UTF8.GetBytes(text), "application/json").Node;
        var compiled = ConnectCompiler.Compile(node!, SwmlLimits.Default);
        return compiled.Plan ?? throw new ArgumentException($"{text}: {string.Join('\n', compiled.Errors)}", nameof(connect));
    }
}
