using Orchestrator.Grains.Interfaces.Failures;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// One clock for the whole cluster: Redis' own. Deadlines are written by one silo, compared by Redis and rung by another; were each to
/// go by its own clock, a wrong one would end calls early or late. Between two looks the silo's monotonic clock carries it on, so a
/// wall clock that is set, or Redis being away, does not move it. Until the first look it is the silo's own.
/// </summary>
public sealed class RedisClock : TimeProvider
{
    /// <summary>What two looks may differ by for no other reason than that things take time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(1);

    private readonly RedisLink _link;
    private readonly TimeProvider _own;
    private volatile Basis? _basis;

    /// <param name="own">The silo's own clock and timers.</param>
    internal RedisClock(RedisLink link, TimeProvider own)
    {
        _link = link;
        _own = own;
    }

    public override long TimestampFrequency => _own.TimestampFrequency;

    /// <summary>By how much the silo's own clock is wrong now: what it lacks.</summary>
    public TimeSpan Offset => GetUtcNow() - _own.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _basis is { } basis ? basis.At + _own.GetElapsedTime(basis.Timestamp) : _own.GetUtcNow();

    public override long GetTimestamp() => _own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Looks at Redis' clock, and goes by it if it differs by more than the looking can explain.</summary>
    /// <exception cref="StoreUnavailableException">Redis is away: the clock goes on as it is.</exception>
    public async Task Look()
    {
        var asked = _own.GetTimestamp();
        var time = (RedisValue[])(await _link.Run(redis => redis.ExecuteAsync("TIME")))!;
        var answered = _own.GetTimestamp();
        var half = _own.GetElapsedTime(asked, answered) / 2;
        var now = DateTimeOffset.FromUnixTimeSeconds((long)time[0]).AddMicroseconds((long)time[1]) + half;
        if (_basis is not { } basis || (now - (basis.At + _own.GetElapsedTime(basis.Timestamp, answered))).Duration() > half + Tolerance)
            _basis = new Basis(now, answered);
    }

    private sealed record Basis(DateTimeOffset At, long Timestamp);
}
