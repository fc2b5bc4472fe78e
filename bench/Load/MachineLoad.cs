using System.Globalization;

namespace Orchestrator.Load;

/// <summary>How busy the machine is, ourselves included: figures of a busy one say little.</summary>
internal static class MachineLoad
{
    private const string Source = "/proc/loadavg";

    /// <summary>Load average of the last minute; null where there is none to read.</summary>
    public static double? Now() =>
        File.Exists(Source) ? double.Parse(File.ReadAllText(Source).Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
