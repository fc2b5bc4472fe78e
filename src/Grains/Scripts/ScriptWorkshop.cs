using System.Collections.Immutable;
using Orchestrator.Grains.Scripts.Evaluation;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>What scripts have done elsewhere than in a grain's turn: expressions, documents, requests. A failure is an answer, too.</summary>
public sealed class ScriptWorkshop(ExpressionPool expressions, ScriptHttp http, TimeProvider time)
{
    private int _busy;

    /// <summary>How much is being worked at.</summary>
    public int Busy => Volatile.Read(ref _busy);

    public Task<ImmutableArray<ExpressionResult>> Evaluate(ImmutableArray<string> sources, VariableScopes scopes) =>
        Work(() => expressions.EvaluateAsync(sources, scopes));

    public Task<ScriptEvent> Fetch(FetchDocument wish, ScriptRecord script) => Work<ScriptEvent>(async () =>
    {
        var fetched = await http.Fetch(wish, script);
        return fetched.Text is { } text
            ? new DocumentFetched(time.GetUtcNow(), wish.Id, text, fetched.ContentType)
            : new FetchFailed(time.GetUtcNow(), wish.Id, fetched.Problem!);
    });

    public Task<ScriptEvent> Request(SendRequest wish) => Work<ScriptEvent>(async () =>
    {
        var reply = await http.Send(wish.Request);
        return reply is { Status: { } status }
            ? new RequestDone(time.GetUtcNow(), wish.Id, status, [.. reply.Headers], System.Text.Encoding.UTF8.GetString(reply.FirstBytes.Span))
            : new RequestFailed(time.GetUtcNow(), wish.Id, ScriptHttp.Words(reply));
    });

    private async Task<T> Work<T>(Func<Task<T>> work)
    {
        Interlocked.Increment(ref _busy);
        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }
}
