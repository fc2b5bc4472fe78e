using System.Globalization;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Reads a <c>Retry-After</c>: seconds or an HTTP date.</summary>
public static class RetryAfter
{
    /// <returns>How long to wait; null: nothing was asked for, or nothing that can be read.</returns>
    public static TimeSpan? Read(string? written, DateTimeOffset now)
    {
        var text = written?.Trim();
        if (double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365).TotalSeconds));
        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now
            ? date - now
            : null;
    }
}
