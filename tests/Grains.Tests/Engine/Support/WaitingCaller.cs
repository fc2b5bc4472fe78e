using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>A caller who waits in a queue, brought up for nothing else.</summary>
internal sealed class WaitingCaller
{
    private readonly EngineHost _host;

    /// <param name="hangUpAfter">When he hangs up by himself, in milliseconds; null: never.</param>
    public WaitingCaller(EngineHost host, string queue, int? hangUpAfter = null, int waitSeconds = 3600)
    {
        _host = host;
        Session = CallIds.NewSession();
        CallId = CallIds.Caller(Session);
        WaitId = CallIds.Wait(Session, "1");
        Request = new EnterQueue(
            Scenario.Project, WaitId, queue, "control-1", new CallbackUrl($"{host.Postbox.Url}/{Session}"), null, TimeSpan.FromSeconds(waitSeconds),
            new NewCaller("+15550003333", "+15550004444", Answered: true, hangUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : null));
        StartedAt = host.Clock.GetUtcNow();
    }

    public string Session { get; }
    public string CallId { get; }
    public string WaitId { get; }
    public EnterQueue Request { get; init; }
    public DateTimeOffset StartedAt { get; }
    public ICallGrain Call => _host.Grains.GetGrain<ICallGrain>(CallId);
    public IWaitGrain Wait => _host.Grains.GetGrain<IWaitGrain>(WaitId);
    public IQueueGrain Queue => QueueOf(_host, Request.QueueName);

    public static IQueueGrain QueueOf(EngineHost host, string name) => host.Grains.GetGrain<IQueueGrain>(CallIds.Queue(Scenario.Project, name));

    /// <summary>Events that came to its status_url: <c>enqueue 1 of 1</c>.</summary>
    public IReadOnlyList<string> Events => [.. _host.Postbox.At($"/{Session}").Select(letter => letter.What)];

    public async Task<WaitingCaller> Enter()
    {
        Assert.Equal(EnterQueueOutcome.Accepted, await Call.EnterQueue(Request));
        await _host.Quiet("in the queue");
        return this;
    }

    public async Task<IReadOnlyList<TimelineEntry>> Timeline() => await _host.Store.ReadTimeline(Session, 0, 10_000);

    /// <summary>What happened to him, in the timeline's kinds of facts: <c>WaitEntered, WaitTaken</c>.</summary>
    public async Task<string> Story() => string.Join(", ", (await Timeline())
        .Where(entry => entry.Event is WaitEntered or WaitTaken or WaitGivenBack or WaitDequeued or WaitBridgeEnded or WaitLeft)
        .Select(entry => entry.Event is WaitLeft left ? $"WaitLeft {SnakeCase.Of(left.Result)}" : entry.Event.GetType().Name));

    public Task Until(Func<TimelineEntry, bool> happened, string phase) => new Passing(_host, Session).Until(
        async () => (await Timeline()).Any(happened), phase, StartedAt + TimeSpan.FromHours(12), Describe);

    public Task Until<TEvent>()
        where TEvent : TimelineEvent => Until(entry => entry.Event is TEvent, typeof(TEvent).Name);

    public Task At(int milliseconds)
    {
        var then = StartedAt.AddMilliseconds(milliseconds);
        return new Passing(_host, Session).Until(
            () => Task.FromResult(_host.Clock.GetUtcNow() >= then), $"{milliseconds} ms after the start", then, Describe);
    }

    /// <summary>Until nothing of him is left in the silo.</summary>
    public Task ToEnd() => new Passing(_host, Session).Until(
        () => Task.FromResult(_host.Traffic.Of(Session).Count == 0), "the end of the waiting caller", StartedAt + TimeSpan.FromHours(12), Describe);

    private async Task<string> Describe() => string.Join('\n', (await Timeline())
        .Select(entry => $"  {(entry.At - StartedAt).TotalMilliseconds} {entry.CallId?[37..]} {entry.Event.Sentence}")
        .Concat(_host.Traffic.Of(Session).Select(context => $"  still there: {context}"))
        .Concat(_host.Logs.Lines.Where(line => line.Contains(Session, StringComparison.Ordinal)).TakeLast(10).Select(line => $"  log: {line[..Math.Min(line.Length, 400)]}")));
}
