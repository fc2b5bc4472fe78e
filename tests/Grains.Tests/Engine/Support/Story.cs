using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>One session, and the only one who lets time pass: never while anything is under way.</summary>
internal abstract class Story
{
    public const string Project = "proj_1";

    private static readonly TimeSpan LongestStory = TimeSpan.FromHours(12);

    private readonly EngineHost _host;
    private readonly ConcurrentQueue<Commit> _commits = new();
    private readonly int _legsBefore;

    protected Story(EngineHost host, Story? other = null)
    {
        _host = host;
        Session = other?.Session ?? CallIds.NewSession();
        CallId = CallIds.Caller(Session);
        StartedAt = host.Clock.GetUtcNow();
        _legsBefore = host.Plane.ActiveLegs;
        host.Store.Committed = Count;
    }

    public string Session { get; }
    public string CallId { get; }
    public DateTimeOffset StartedAt { get; }
    public string BoxPath => $"/{Session}";
    public EngineHost Host => _host;
    public ICallGrain Caller => _host.Grains.GetGrain<ICallGrain>(CallId);

    /// <summary>Commits of this session, in order.</summary>
    public IReadOnlyList<Commit> Commits => [.. _commits];

    /// <summary>Sessions that this one meets.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Told of each commit of this session and its number, from 1.</summary>
    public Action<int, Commit>? Committed { get; set; }

    /// <summary>Run whenever the silo is at rest, before time goes on.</summary>
    public Func<Task>? AtRest { get; set; }

    public async Task<IReadOnlyList<TimelineEntry>> Timeline() => await _host.Store.ReadTimeline(Session, 0, 10_000);

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
        await Pass(async () => await IsComplete() && _host.Traffic.Of(Session).Count == 0 && _host.Plane.ActiveLegs <= _legsBefore, "the end of all");
        await _host.Quiet("after the end of all");
    }

    /// <summary>The next commit of that record is stored, its answer is lost, and every owner of the session with it.</summary>
    public void LoseOwnersAtCommitOf(string id) => Committed = (_, commit) =>
    {
        if (commit.Id != id)
            return;
        Committed = null;
        _host.Traffic.Deactivate(Session);
        throw new IOException("the store's answer was lost");
    };

    protected abstract Task<bool> IsComplete();

    /// <summary>What a test writes as YAML, as JSON.</summary>
    protected static string Json(string yaml)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(yaml), "application/yaml");
        return SwmlJson.Write(parsed.Node ?? throw new ArgumentException($"{yaml}: {string.Join('\n', parsed.Errors)}", nameof(yaml)));
    }

    protected Task Pass(Func<Task<bool>> arrived, string phase, DateTimeOffset? limit = null) =>
        new Passing(_host, [Session, .. Others]).Until(arrived, phase, limit ?? StartedAt + LongestStory, Describe, AtRest);

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
}
