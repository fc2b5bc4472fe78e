using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Clustering;

/// <summary>A project's webhooks, asked as everything else is.</summary>
internal sealed class ProjectWebhooks(IWebhookGrain grain, Perseverance perseverance, CancellationToken aborted)
{
    public Task<T> Ask<T>(Func<IWebhookGrain, Task<T>> question) => perseverance.Ask(() => question(grain), aborted);
}
