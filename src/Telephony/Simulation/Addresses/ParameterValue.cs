using System.Globalization;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Simulation.Legs;

namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>Reads the values of parameters.</summary>
internal static class ParameterValue
{
    /// <summary>Milliseconds, 0 to 2^31 − 1.</summary>
    public static bool TryTime(ReadOnlySpan<char> value, out TimeSpan time)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds);
        time = TimeSpan.FromMilliseconds(milliseconds);
        return isNumber;
    }

    /// <summary>A final response that is no answer.</summary>
    public static bool TryStatus(string? value, out int status) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 300 and <= 699;

    /// <summary><c>D@T</c>, joined by <c>+</c>: presses D, T after the answer.</summary>
    public static bool TryDigits(string? value, List<FarEndStep> steps)
    {
        foreach (var press in (value ?? "").Split('+'))
        {
            if (press.Length < 3 || press[1] != '@' || !Dtmf.IsDigit(press[0])) return false;
            if (!TryTime(press.AsSpan(2), out var after)) return false;
            steps.Add(new(after, new Happening.Presses(press[0])));
        }

        return true;
    }
}
