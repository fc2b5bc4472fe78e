using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Hosting;

namespace Orchestrator.Gateway.Listening;

/// <summary>
/// Asks <see cref="ListenGuard"/> twice: before anything starts about what is configured, and once the server listens about where it
/// really does. Either refusal fails the start.
/// </summary>
internal sealed class ListenGuardService(IServer server, IConfiguration configuration, IOptions<ProjectsOptions> projects, IOptions<ScrapeSettings> scrape)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Check(ListenAddresses.Of(configuration, Addresses()));

    public Task StartedAsync(CancellationToken cancellationToken) => Check(Addresses());

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string[] Addresses() => [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    private Task Check(IReadOnlyCollection<string> addresses) =>
        (ListenGuard.Refusal(addresses, projects.Value) ?? ListenGuard.Refusal(addresses, scrape.Value)) is { } refusal
            ? throw new InvalidOperationException(refusal)
            : Task.CompletedTask;
}
