using System.Collections.Concurrent;
using Orleans.Metadata;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>
/// What is under way in the silo: calls between grains, from the one who sends to the answer, and whatever the activations have yet
/// to run. When nothing is, only the clock can bring anything about.
/// </summary>
internal sealed class Traffic : IIncomingGrainCallFilter, IOutgoingGrainCallFilter, IConfigureGrainContextProvider, IConfigureGrainContext
{
    private const int StableRounds = 3;

    private readonly ConcurrentDictionary<IGrainContext, byte> _activations = new();
    private long _inFlight;
    private long _moves;
    private long _requests;

    /// <summary>Activations of calls, connects, waits, queues, scripts and controls that are there.</summary>
    public IReadOnlyList<IGrainContext> Activations => [.. _activations.Keys.Where(context => !context.Deactivated.IsCompleted)];

    public IReadOnlyList<IGrainContext> Of(string session) =>
        [.. Activations.Where(context => context.GrainId.Key.ToString()!.Contains(session, StringComparison.Ordinal))];

    public void Moved() => Interlocked.Increment(ref _moves);

    /// <summary>Requests that grains have taken.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        Interlocked.Increment(ref _requests);
        using (Enter())
            await context.Invoke();
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        using (Enter())
            await context.Invoke();
    }

    /// <summary>Something that keeps the silo busy until it is disposed of.</summary>
    public IDisposable Enter()
    {
        Begin();
        return new Passage(this);
    }

    public void Begin() => Interlocked.Increment(ref _inFlight);

    public void End()
    {
        Moved();
        Interlocked.Decrement(ref _inFlight);
    }

    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, out IConfigureGrainContext configurator)
    {
        configurator = this;
        return grainType.ToString() is "call" or "connect" or "wait" or "queue" or "script" or "control";
    }

    public void Configure(IGrainContext context) => _activations.TryAdd(context, 0);

    /// <summary>Several rounds in which nothing was under way, nothing moved, and every activation had run all it had to.</summary>
    public async Task<bool> IsQuiet(Func<bool> restIsQuiet)
    {
        var before = Interlocked.Read(ref _moves);
        for (var round = 0; round < StableRounds; round++)
        {
            if (Interlocked.Read(ref _inFlight) != 0 || !restIsQuiet())
                return false;
            await Task.WhenAll(Activations.Select(Drained));
            if (Interlocked.Read(ref _moves) != before || !Activations.All(IsSettled))
                return false;
        }

        return Interlocked.Read(ref _inFlight) == 0 && restIsQuiet();
    }

    /// <summary>Has every activation of the session gone at the end of its turn, as if its silo let go of it.</summary>
    public void Deactivate(string session)
    {
        foreach (var context in Of(session))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "the test says so"));
    }

    public Task Gone(string session) => Task.WhenAll(Of(session).Select(context => context.Deactivated));

    /// <summary>Neither on its way in nor out. Orleans tells it in no other way; what has gone meanwhile is settled.</summary>
    private static bool IsSettled(IGrainContext context) =>
        context.ToString()!.Contains("State=Valid", StringComparison.Ordinal) || context.Deactivated.IsCompleted;

    private static Task Drained(IGrainContext context)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Scheduler.QueueAction(drained.SetResult);
        return drained.Task;
    }

    private sealed class Passage(Traffic traffic) : IDisposable
    {
        public void Dispose() => traffic.End();
    }
}
