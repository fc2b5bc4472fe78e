using System.Collections.Immutable;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts.Evaluation;

/// <summary>
/// The expressions of one step on their way through the pool. Whoever comes first decides: the thread with the answer, or the one who
/// stops waiting.
/// </summary>
internal sealed class ExpressionWork(ImmutableArray<string> sources, VariableScopes scopes)
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Done = 2;
    private const int Abandoned = 3;

    private readonly TaskCompletionSource<ImmutableArray<ExpressionResult>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stage;

    public ImmutableArray<string> Sources => sources;

    public VariableScopes Scopes => scopes;

    public Task<ImmutableArray<ExpressionResult>> Task => _result.Task;

    public ImmutableArray<ExpressionResult> Refusal(string problem) => [.. sources.Select(_ => ExpressionResult.Failed(problem))];

    /// <summary>False: nobody waits for it any more.</summary>
    public bool Begin() => Interlocked.CompareExchange(ref _stage, Running, Queued) == Queued;

    /// <summary>False: nobody waited for it any more.</summary>
    public bool End(ImmutableArray<ExpressionResult> results)
    {
        if (Interlocked.CompareExchange(ref _stage, Done, Running) != Running) return false;
        _result.SetResult(results);
        return true;
    }

    /// <summary>True: a thread is at it, and is lost for as long as it takes.</summary>
    public bool Abandon()
    {
        var before = Interlocked.CompareExchange(ref _stage, Abandoned, Queued);
        return before == Running && Interlocked.CompareExchange(ref _stage, Abandoned, Running) == Running;
    }
}
