using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>A caller who waits in a queue, brought up for nothing else.</summary>
internal sealed class WaitingCaller : Story
{
    /// <param name="hangUpAfter">When he hangs up by himself, in milliseconds; null: never.</param>
    public WaitingCaller(EngineHost host, string queue, int? hangUpAfter = null, int waitSeconds = 3600)
        : base(host)
    {
        WaitId = CallIds.Wait(Session, "1");
        Request = new EnterQueue(
            Project, WaitId, queue, "control-1", new CallbackUrl($"{host.Postbox.Url}{BoxPath}"), null, TimeSpan.FromSeconds(waitSeconds),
            new NewCaller("+15550003333", "+15550004444", Answered: true, hangUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : null));
    }

    public string WaitId { get; }
    public EnterQueue Request { get; init; }
    public IWaitGrain Wait => Host.Grains.GetGrain<IWaitGrain>(WaitId);
    public IQueueGrain Queue => QueueOf(Host, Request.QueueName);

    public static IQueueGrain QueueOf(EngineHost host, string name) => host.Grains.GetGrain<IQueueGrain>(CallIds.Queue(Project, name));

    /// <summary>Events that came to its status_url: <c>enqueue 1 of 1</c>.</summary>
    public IReadOnlyList<string> Events => [.. Host.Postbox.At(BoxPath).Select(letter => letter.What)];

    public async Task<WaitingCaller> Enter()
    {
        Assert.Equal(EnterQueueOutcome.Accepted, await Caller.EnterQueue(Request));
        await Host.Quiet("in the queue");
        return this;
    }

    /// <summary>What happened to him, in the timeline's kinds of facts: <c>WaitEntered, WaitTaken</c>.</summary>
    public async Task<string> Story() => string.Join(", ", (await Timeline())
        .Where(entry => entry.Event is WaitEntered or WaitTaken or WaitGivenBack or WaitDequeued or WaitBridgeEnded or WaitLeft)
        .Select(entry => entry.Event is WaitLeft left ? $"WaitLeft {SnakeCase.Of(left.Result)}" : entry.Event.GetType().Name));

    /// <summary>Until nothing of him is left in the silo, whoever else is there.</summary>
    public Task Gone() => Pass(() => Task.FromResult(Host.Traffic.Of(Session).Count == 0), "the end of the waiting caller");

    protected override Task<bool> IsComplete() => Task.FromResult(true);
}
