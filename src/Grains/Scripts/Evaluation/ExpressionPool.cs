using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts.Evaluation;

/// <summary>
/// Evaluates expressions on a few threads of its own, off every grain's turn: whoever asks has an answer within
/// <see cref="ExpressionPoolOptions.MaxWait"/>, whatever the expression does. A thread that an expression holds longer is given up and
/// replaced; so few may be given up that a flood of such expressions ends in refusals, not in a stalled process.
/// </summary>
public sealed class ExpressionPool : IDisposable
{
    private readonly BlockingCollection<ExpressionWork> _queue;
    private readonly ExpressionPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, VariableScopes, ExpressionResult> _evaluate;
    private int _lost;

    public ExpressionPool(ExpressionPoolOptions options, TimeProvider time)
        : this(options, time, ExpressionEngine.Evaluate)
    {
    }

    internal ExpressionPool(ExpressionPoolOptions options, TimeProvider time, Func<string, VariableScopes, ExpressionResult> evaluate)
    {
        (_options, _time, _evaluate) = (options, time, evaluate);
        _queue = new BlockingCollection<ExpressionWork>(options.MaxQueue);
        for (var thread = 0; thread < options.Threads; thread++) StartThread();
    }

    /// <summary>Threads that an expression holds beyond its limit.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>The expressions of one step, in their order; never fails, a problem is a result.</summary>
    public async Task<ImmutableArray<ExpressionResult>> EvaluateAsync(
        ImmutableArray<string> sources, VariableScopes scopes, CancellationToken cancel = default)
    {
        var work = new ExpressionWork(sources, scopes);
        if (!_queue.TryAdd(work)) return work.Refusal("too many expressions at once");
        try
        {
            return await work.Task.WaitAsync(_options.MaxWait, _time, cancel);
        }
        catch (TimeoutException)
        {
            if (work.Abandon() && Interlocked.Increment(ref _lost) <= _options.MaxLost) StartThread();
            return work.Refusal("no answer in time");
        }
    }

    public void Dispose() => _queue.CompleteAdding();

    /// <summary>The stack is large because a script decides how deep the engine calls itself; it is memory only where it is used.</summary>
    private void StartThread() =>
        new Thread(Serve, maxStackSize: 16 * 1024 * 1024) { IsBackground = true, Name = "expressions" }.Start();

    private void Serve()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            if (!work.Begin()) continue;
            if (work.End(Evaluate(work))) continue;
            // Nobody waits any more, and another thread may have taken this one's place.
            if (Interlocked.Decrement(ref _lost) < _options.MaxLost) return;
        }
    }

    private ImmutableArray<ExpressionResult> Evaluate(ExpressionWork work)
    {
        var results = ImmutableArray.CreateBuilder<ExpressionResult>(work.Sources.Length);
        var start = _time.GetTimestamp();
        foreach (var source in work.Sources)
        {
            results.Add(_time.GetElapsedTime(start) < _options.MaxStepTime
                ? _evaluate(source, work.Scopes)
                : ExpressionResult.Failed($"the expressions of one step took longer than {_options.MaxStepTime.TotalSeconds:0.#} s"));
        }

        return results.MoveToImmutable();
    }
}
