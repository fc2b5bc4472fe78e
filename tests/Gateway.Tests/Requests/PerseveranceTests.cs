using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Clustering;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class PerseveranceTests
{
    [Fact]
    public async Task Ask_FailsAgainAndAgain_PausesSomewhereUpToACeilingThatDoubles_UpToOneSecond()
    {
        var time = new HurriedTime();
        var perseverance = new Perseverance(Options.Create(new GatewayOptions { GrainTimeout = TimeSpan.FromMinutes(1) }), time, new Drawn(0.5));
        var tries = 0;

        var answer = await perseverance.Ask(
            () => ++tries < 8 ? Task.FromException<string>(new TimeoutException("nobody answered")) : Task.FromResult("here"), CancellationToken.None);

        Assert.Equal("here", answer);
        Assert.Equal([25, 50, 100, 200, 400, 500, 500], time.Pauses.Select(pause => pause.TotalMilliseconds));
    }

    [Fact]
    public async Task Ask_WhatWouldFailAgain_IsNotAskedAgain()
    {
        var perseverance = new Perseverance(Options.Create(new GatewayOptions()), new HurriedTime());
        var tries = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => perseverance.Ask(() => Task.FromException<string>(new InvalidOperationException($"a bug, {++tries}")), CancellationToken.None));

        Assert.Equal(1, tries);
    }

    private sealed class Drawn(double value) : Random
    {
        public override double NextDouble() => value;
    }

    /// <summary>Every pause is over at once, and is kept.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
