using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Swml.Plan;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>With a cipher, nothing that Redis ever wrote down names a password or a key.</summary>
public sealed class SecretTests
{
    private const string Canary = "canary-password";

    [Fact]
    public async Task Secrets_OnEveryWayOfAWebhook_AreNowhereInRedis()
    {
        await using var server = await RedisServer.Start();
        var cipher = new Cipher();
        await using var store = new RedisCallStore(server.NewOptions(), TimeProvider.System, cipher);
        var id = NewCall();
        var url = new CallbackUrl($"https://user:{Canary}@h.example/{Canary}?token={Canary}");
        OutboxEntry Entry(int number) => Webhook(id, number) with { Url = url };
        await store.Commit(Change(id, snapshot: $$"""{"status_url":"{{url.Reveal()}}"}""") with { Outbox = [Entry(1), Entry(2), Entry(3)] });
        await store.MoveWebhook(Move(Entry(1), DeliveryState.Parked, TimeSpan.Zero));
        await store.MoveWebhook(Move(Entry(2), DeliveryState.Dead));
        await store.MoveWebhook(Move(Entry(3)));
        await store.Mute(EndpointIds.Of("project", url.Reveal()), TimeSpan.FromDays(1));
        var ring = new SigningKeyRing(store, new NoKeys(), TimeProvider.System, cipher);
        const string key = "dGhlLWtleS1vZi1hLXByb2plY3Q=";
        await ring.Rotate("project", "whk_1", key, default);

        Assert.Contains(Canary, Text((await store.Load(id))!.Snapshot), StringComparison.Ordinal);
        Assert.Equal(url, Assert.Single(await store.ClaimParked(Patience, 1)).Delivery.Entry.Url);
        Assert.Equal(url, (await store.FindDelivery(Entry(2).WebhookId))!.Entry.Url);
        Assert.Equal([key], await new SigningKeyRing(store, new NoKeys(), TimeProvider.System, cipher).Current("project", default));
        var written = server.Written();
        Assert.Contains(id, written, StringComparison.Ordinal);
        foreach (var secret in new[] { Canary, key, Convert.ToBase64String(Encoding.UTF8.GetBytes(key)), Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Canary}")) })
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SigningKeys_OfTwoSilosAtOnce_AreBothMade()
    {
        await using var server = await RedisServer.Start();
        await using var store = new RedisCallStore(server.NewOptions(), TimeProvider.System);
        var (one, other) = (Ring(), Ring());

        await Task.WhenAll(one.Rotate("project", "whk_1", "b25l", default), other.Rotate("project", "whk_2", "dHdv", default));
        var newest = await one.Rotate("project", "whk_3", "dGhyZWU=", default);
        // An attempt that was given up, and comes late, finds its key taken.
        await other.Rotate("project", "whk_1", "b25l", default);
        Assert.Equal(newest.Id, (await other.List("project", default))[0].Id);

        Assert.Equal(3, (await one.List("project", default)).Count);
        Assert.Single(await one.List("project", default), key => key.ValidUntil is null);

        SigningKeyRing Ring() => new(store, new NoKeys(), TimeProvider.System);
    }

    private sealed class Cipher : ISecretCipher
    {
        private readonly IDataProtector _protector = new EphemeralDataProtectionProvider().CreateProtector("test");

        public byte[] Protect(byte[] open) => _protector.Protect(open);

        public byte[] Unprotect(byte[] locked) => _protector.Unprotect(locked);
    }

    private sealed class NoKeys : ISigningKeys
    {
        public string? CurrentKey(string projectId) => null;
    }
}
