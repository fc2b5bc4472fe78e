using Orchestrator.Grains.Addresses;
using Orchestrator.Grains.Interfaces.Addresses;

namespace Orchestrator.Grains.Tests.Addresses;

public sealed class AddressGrainTests
{
    private static readonly AddressBody First = new("{}", null, null);

    [Fact]
    public async Task Put_ThatCouldNotBeWritten_IsNotInForce()
    {
        var stored = new Stored();
        var grain = new AddressGrain(stored, TimeProvider.System);
        await grain.Put("p", First);

        stored.IsAway = true;
        await Assert.ThrowsAsync<IOException>(() => grain.Put("p", new(null, "https://a.example/", null)));
        await Assert.ThrowsAsync<IOException>(() => grain.Delete("p"));

        Assert.Equal(First, (await grain.Get("p"))!.Body);
    }

    /// <summary>Orleans' storage of one grain, which can be away.</summary>
    private sealed class Stored : IPersistentState<StoredAddress>
    {
        public bool IsAway { get; set; }
        public StoredAddress State { get; set; } = new();
        public string Etag => "";
        public bool RecordExists => true;

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync() => IsAway ? Task.FromException(new IOException("away")) : Task.CompletedTask;

        public Task ClearStateAsync()
        {
            if (IsAway) return WriteStateAsync();
            State = new();
            return Task.CompletedTask;
        }
    }
}
