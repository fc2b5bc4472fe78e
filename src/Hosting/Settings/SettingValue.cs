using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Orchestrator.Hosting.Settings;

/// <summary>A single value as it is written. What is taken here the binder takes too, and makes the same of it.</summary>
internal static class SettingValue
{
    public static bool IsOne(Type type) => Plain(type) is var plain
        && (plain.IsEnum || plain == typeof(string) || plain == typeof(bool) || plain == typeof(int) || plain == typeof(long) || plain == typeof(double) || plain == typeof(TimeSpan));

    public static bool TryRead(Type type, string text, out object? value)
    {
        var plain = Plain(type);
        value = plain == typeof(string) ? text
            : plain.IsEnum ? Enum.GetNames(plain).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(plain, text, ignoreCase: true) : null
            : plain == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
            : plain == typeof(int) ? int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null
            : plain == typeof(long) ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var longer) ? longer : null
            : plain == typeof(double) ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) ? part : null
            : IsDuration(text, out var duration) ? duration
            : null;
        return value is not null;
    }

    public static string Expected(Type type, IEnumerable<ValidationAttribute> rules)
    {
        var plain = Plain(type);
        var kind = plain == typeof(string) ? "a text"
            : plain.IsEnum ? string.Join(" or ", Enum.GetNames(plain).Select(name => name.ToLowerInvariant()))
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(double) ? "a number"
            : plain == typeof(TimeSpan) ? "a duration as hh:mm:ss, with days d.hh:mm:ss"
            : "a whole number";
        return string.Join(", ", rules.Select(Rule).OfType<string>().Prepend(kind));
    }

    private static string? Rule(ValidationAttribute rule) => rule switch
    {
        // Its bounds are text until it has checked something.
        RangeAttribute range => $"{Shown(range.Minimum)} to {Shown(range.Maximum)}",
        RegularExpressionAttribute form => $"all of it {form.Pattern}",
        RequiredAttribute or MinLengthAttribute => "not empty",
        MaxLengthAttribute most => $"{most.Length} characters at most",
        _ => null,
    };

    private static string Shown(object bound) => bound switch
    {
        TimeSpan time when time.Ticks % TimeSpan.TicksPerSecond != 0 => time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
        _ => Convert.ToString(bound, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Not what .NET also reads: <c>24</c> and <c>24:00:00</c> as days, <c>10:00</c> as hours. Zero needs no unit.</summary>
    private static bool IsDuration(string text, out TimeSpan duration)
    {
        duration = default;
        return text == "0" || (text.Count(character => character == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration));
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
