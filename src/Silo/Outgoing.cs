using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orchestrator.Gateway.Listening;
using Orchestrator.Hosting.Settings;
using Orchestrator.Outbound;

namespace Orchestrator.Silo;

/// <summary>Where strangers' URLs may lead, and where they must not: to ourselves.</summary>
internal static class Outgoing
{
    /// <summary>
    /// Section <c>Orchestrator:Outbound</c>. Loopback is open as long as the service listens on nothing else: then whoever can write a URL
    /// can reach it anyway.
    /// </summary>
    public static void AddOutgoing(this WebApplicationBuilder builder)
    {
        var isLocal = ListenGuard.IsLocalOnly(builder.Configuration);
        builder.Services.AddSettings<OutboundOptions>(builder.Configuration, "Orchestrator:Outbound")
            .PostConfigure(options => options.AllowLoopback ??= isLocal);
        builder.Services.AddOutbound();
        builder.Services.AddHostedService<OwnListeners>();
    }

    /// <summary>Tells the outbound client where this process listens, once it does.</summary>
    private sealed class OwnListeners(IServer server, OwnAddresses own) : IHostedLifecycleService
    {
        public Task StartedAsync(CancellationToken cancellationToken)
        {
            foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                Add(BindingAddress.Parse(address));
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        /// <summary>What is not an address (<c>*</c>, <c>+</c>, a name) is all of this machine's.</summary>
        private void Add(BindingAddress binding)
        {
            if (!binding.IsUnixPipe && !binding.IsNamedPipe)
                own.Add(new IPEndPoint(IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Any, binding.Port));
        }
    }
}
