using System.Globalization;

namespace Orchestrator.Load;

/// <summary>A distribution in milliseconds.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    /// <summary>The value that this part of all does not exceed; NaN if there is none.</summary>
    public double At(double part) => Count == 0 ? double.NaN : _sorted[Math.Min(Count - 1, (int)Math.Ceiling(part * Count) - 1)];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {P50:0.0} ms, p99 {P99:0.0} ms, max {(Count == 0 ? double.NaN : _sorted[^1]):0.0} ms ({Count})");
}
