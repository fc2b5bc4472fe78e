using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Storage.Redis.Tests.Support;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>One clock for the whole cluster, whatever the silos' own clocks say.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Clock_OwnOneIsWrong_TellsRedisTime(int wrongBySeconds)
    {
        var own = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(wrongBySeconds));
        await using var link = new RedisLink(_server.NewOptions);
        var clock = new RedisClock(link, own);
        Assert.Equal(own.GetUtcNow(), clock.GetUtcNow());

        await clock.Look();

        Assert.InRange((clock.GetUtcNow() - await RedisNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        var before = clock.GetUtcNow();
        own.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(before.AddSeconds(30), clock.GetUtcNow());
    }

    [Fact]
    public async Task Clock_OwnWallClockIsSet_GoesOnAsBefore()
    {
        var own = new SetClock();
        await using var link = new RedisLink(_server.NewOptions);
        var clock = new RedisClock(link, own);
        await clock.Look();
        var before = clock.GetUtcNow();

        own.SetBy = TimeSpan.FromHours(-2);

        Assert.InRange(clock.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Clock_RedisAway_KeepsTime()
    {
        var own = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        var options = _server.NewOptions();
        options.CommandTimeout = options.ConnectTimeout = TimeSpan.FromSeconds(1);
        await using var link = new RedisLink(() => options);
        var clock = new RedisClock(link, own);
        await clock.Look();
        var before = clock.GetUtcNow();
        await _server.Pause();

        await Assert.ThrowsAsync<StoreUnavailableException>(clock.Look);
        await _server.Resume();

        Assert.Equal(before, clock.GetUtcNow());
    }

    [Fact]
    public async Task Host_WithRedisStorage_HasTheOneClockBeforeItIsUp()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddRedisStorage();
        builder.Services.Configure<RedisStoreOptions>(options => options.Connection = _server.NewOptions().Connection);
        using var host = builder.Build();
        await host.StartAsync();

        var clock = Assert.IsType<RedisClock>(host.Services.GetRequiredService<TimeProvider>());

        Assert.InRange(clock.Offset.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await host.StopAsync();
    }

    private async Task<DateTimeOffset> RedisNow() => (await (await _server.Admin()).GetServers()[0].TimeAsync()).ToUniversalTime();

    /// <summary>A machine whose wall clock somebody sets; its monotonic one goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        public TimeSpan SetBy { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + SetBy;
    }
}
