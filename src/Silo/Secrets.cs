using Microsoft.AspNetCore.DataProtection;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Silo;

/// <summary>How signing keys, and URLs that may hold passwords, are locked before they are stored.</summary>
internal static class Secrets
{
    /// <summary>
    /// ASP.NET data protection. With Redis its keys lie there, so that every silo can read what one has locked; a process alone stores
    /// nothing beyond its own memory, and makes keys that end with it.
    /// </summary>
    public static void AddSecrets(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("orchestrator");
        if (builder.Configuration["Orchestrator:Redis:Connection"] is { Length: > 0 } connection)
        {
            var prefix = builder.Configuration["Orchestrator:Redis:KeyPrefix"] ?? "orc";
            var settings = ConfigurationOptions.Parse(connection);
            // A Redis that is away when the first key is asked for is asked again for the next.
            settings.AbortOnConnectFail = false;
            var redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(settings));
            protection.PersistKeysToStackExchangeRedis(() => redis.Value.GetDatabase(), $"{{{prefix}}}:data-protection");
            builder.Services.AddHostedService(services => new KeyRing(services.GetRequiredService<ISecretCipher>(), () => redis.Value.IsConnected));
        }
        else
        {
            protection.UseEphemeralDataProtectionProvider();
        }

        builder.Services.AddSingleton<ISecretCipher, Cipher>();
    }

    /// <summary>
    /// Data protection reads its keys at first use, on the thread that asks; on a silo that has just started that would hold up its first
    /// commit. So they are read before anything else starts; that Redis is away, what starts next says better.
    /// </summary>
    private sealed class KeyRing(ISecretCipher cipher, Func<bool> isReachable) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(
            () =>
            {
                if (isReachable())
                    cipher.Protect([]);
            },
            cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Cipher(IDataProtectionProvider protection) : ISecretCipher
    {
        private readonly IDataProtector _protector = protection.CreateProtector("Orchestrator.Storage.v1");

        public byte[] Protect(byte[] open) => _protector.Protect(open);

        public byte[] Unprotect(byte[] locked) => _protector.Unprotect(locked);
    }
}
