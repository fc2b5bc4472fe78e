using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Clustering;

/// <summary>A project's webhooks, asked with the same limit on the wait as everything else.</summary>
internal sealed class ProjectWebhooks(IWebhookGrain grain, TimeSpan longest, TimeProvider clock, CancellationToken aborted)
{
    public Task<T> Ask<T>(Func<IWebhookGrain, Task<T>> question) => question(grain).WaitAsync(longest, clock, aborted);
}
