using System.Globalization;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// Instants in Redis: ticks since 1970 where they must come back as they were, microseconds where they are compared with the time of
/// Redis (a score is a double, exact to 2^53).
/// </summary>
internal static class Instants
{
    public static string Ticks(DateTimeOffset instant) =>
        (instant - DateTimeOffset.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture);

    public static DateTimeOffset Read(string ticks) =>
        DateTimeOffset.UnixEpoch.AddTicks(long.Parse(ticks, CultureInfo.InvariantCulture));

    public static DateTimeOffset Read(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static long Microseconds(DateTimeOffset instant) => Microseconds(instant - DateTimeOffset.UnixEpoch);

    public static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
