using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Which phones are a subscriber's.</summary>
[Collection(EngineCollection.Name)]
public sealed class SubscriberPhonesTests(EngineHost host)
{
    private const string Project = "p";
    private static readonly AddressBody Anna = new(null, null, null, SubscriberPassword: "a-password");

    private readonly string _key = AddressKeys.OfResource(Project, "private", $"anna-{Guid.NewGuid():n}");

    private IAddressGrain Address => host.Grains.GetGrain<IAddressGrain>(_key);

    private ISubscriberGrain Subscriber => host.Grains.GetGrain<ISubscriberGrain>(_key);

    [Fact]
    public async Task Phones_ThatRegisteredWithAnotherPassword_RingNoMore()
    {
        await Address.Put(Project, Anna);
        await Register("old");
        await Address.Put(Project, Anna);
        Assert.Equal(["old"], await Phones());

        await Address.Put(Project, Anna with { SubscriberPassword = "another" });
        Assert.Empty(await Phones());
        await Register("new");
        Assert.Equal(["new"], await Phones());
    }

    [Fact]
    public async Task Phones_OfSomebodyWhoseAddressWasDeleted_AreNotThoseOfTheNextOne()
    {
        await Address.Put(Project, Anna);
        await Register("old");
        await Address.Delete(Project);
        Assert.False(await Subscriber.Keep(Project, 1, []));

        await Address.Put(Project, Anna);
        Assert.Empty(await Phones());
    }

    // He has shown that he knows the password before, and it is not so any more.
    [Fact]
    public async Task Phone_ThatRegistersWhileThePasswordChanges_IsAskedAgain()
    {
        await Address.Put(Project, Anna);
        await Register("old");
        var found = (await Subscriber.Find(Project))!;
        await Address.Put(Project, Anna with { SubscriberPassword = "another" });

        Assert.False(await Subscriber.Keep(Project, found.Version, [.. found.Devices, new("late", DateTimeOffset.MaxValue)]));
        Assert.Empty(await Phones());
    }

    private async Task Register(string place)
    {
        var found = (await Subscriber.Find(Project))!;
        Assert.True(await Subscriber.Keep(Project, found.Version, [.. found.Devices, new(place, DateTimeOffset.MaxValue)]));
    }

    private async Task<IEnumerable<string>> Phones() => (await Subscriber.Find(Project))!.Devices.Select(device => device.Place);
}
