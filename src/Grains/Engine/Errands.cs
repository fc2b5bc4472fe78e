using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// Carries out a grain's effects behind the turn that wanted them: those for one party in order, different parties at once. An
/// errand that fails is run again, 50 ms later, doubling to 5 s (± 25 %), as long as the grain's state still wants it. They run on the
/// grain's own scheduler; what is left when the grain goes is found again in its state by the next owner.
/// </summary>
internal sealed partial class Errands : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Queue<Errand>> _parties = [];
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationToken _gone;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random;

    /// <param name="random">What spreads the waits; null: chance.</param>
    public Errands(TimeProvider time, ILogger logger, Random? random = null)
    {
        _time = time;
        _logger = logger;
        _random = random ?? Random.Shared;
        _gone = _leaving.Token;
    }

    public bool AllDone => _parties.Count == 0;

    /// <summary>Whether something is yet to be done with that party.</summary>
    public bool AreUnderWay(string party) => _parties.ContainsKey(party);

    /// <summary>Called on the grain's scheduler whenever the last errand is done.</summary>
    public Action? WhenAllDone { get; set; }

    /// <param name="party">With whom: errands for one party keep their order.</param>
    /// <param name="wanted">Whether the grain's state still wants it; asked before every try.</param>
    public void Run(string party, string name, Func<bool> wanted, Func<Task> carryOut)
    {
        var errand = new Errand(name, wanted, carryOut);
        if (_parties.TryGetValue(party, out var waiting))
        {
            waiting.Enqueue(errand);
            return;
        }

        waiting = new Queue<Errand>([errand]);
        _parties.Add(party, waiting);
        _ = RunAll(party, waiting); // owned: it never throws, and ends with the queue or with the grain
    }

    /// <summary>The grain goes: nothing more is begun.</summary>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task RunAll(string party, Queue<Errand> waiting)
    {
        // In a turn of its own, never in the one that wants it: a grain that calls out while it is being activated can block for ever
        // against one that calls it at the same moment. Nor does an errand that is done at once then seem to be the turn's last one.
        await Task.Yield();
        while (waiting.TryPeek(out var errand) && !_gone.IsCancellationRequested)
        {
            await RunOne(errand);
            waiting.Dequeue();
        }

        _parties.Remove(party);
        if (AllDone && !_gone.IsCancellationRequested)
            WhenAllDone?.Invoke();
    }

    private async Task RunOne(Errand errand)
    {
        for (var wait = FirstWait; errand.Wanted() && !_gone.IsCancellationRequested; wait = Longer(wait))
        {
            try
            {
                await errand.CarryOut();
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                LogFailed(_logger, errand.Name, wait.TotalMilliseconds, failure);
            }

            await Task.Delay(wait * (0.75 + _random.NextDouble() / 2), _time, _gone)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < LongestWait ? wait * 2 : LongestWait;

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Errand {Errand} failed; again in {WaitMilliseconds} ms.")]
    private static partial void LogFailed(ILogger logger, string errand, double waitMilliseconds, Exception failure);

    private sealed record Errand(string Name, Func<bool> Wanted, Func<Task> CarryOut);
}
