using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Hosting.Settings;

/// <summary>A section held against the type that it is bound to: what of it can be taken, and what is wrong with the rest.</summary>
internal sealed class SettingsReading
{
    private readonly Dictionary<string, string?> _sound = [];
    private readonly List<string> _problems = [];

    private SettingsReading()
    {
    }

    /// <summary>Each with its key, what was found and what was expected. Text is not shown: it may be a secret.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What the binder cannot stumble over, under its full keys.</summary>
    public IConfiguration Sound => new ConfigurationBuilder().AddInMemoryCollection(_sound).Build();

    public static Dictionary<string, PropertyInfo> SettingsOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite || ElementOf(property.PropertyType) is not null)
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <returns>Null: it is no list.</returns>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)) ? element : null;

    public static SettingsReading Of(IConfigurationSection section, Type type)
    {
        var reading = new SettingsReading();
        reading.Read(section, type, []);
        return reading;
    }

    private void Read(IConfigurationSection found, Type type, IReadOnlyList<ValidationAttribute> rules)
    {
        if (SettingValue.IsOne(type))
            ReadValue(found, type, rules);
        else if (ElementOf(type) is { } element)
            ReadList(found, element);
        else
            ReadObject(found, type);
    }

    private void ReadValue(IConfigurationSection found, Type type, IReadOnlyList<ValidationAttribute> rules)
    {
        if (found.GetChildren().Any())
            _problems.Add($"{found.Path}: found keys below it, expected {SettingValue.Expected(type, rules)}");
        else if (found.Value is not { } text) // null in a JSON file: as if it were not there
            return;
        else if (SettingValue.TryRead(type, text, out var value) && rules.All(rule => rule.IsValid(value)))
            _sound[found.Path] = text;
        else
            _problems.Add($"{found.Path}: {(type == typeof(string) ? "" : $"found '{text}', ")}expected {SettingValue.Expected(type, rules)}");
    }

    private void ReadList(IConfigurationSection found, Type element)
    {
        if (!string.IsNullOrEmpty(found.Value)) // an empty list in a JSON file
            _problems.Add($"{found.Path}: found a single value, expected a list: {found.Path}:0 and so on");
        foreach (var child in found.GetChildren())
        {
            if (int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                Read(child, element, []);
            else
                _problems.Add($"{child.Path}: found '{child.Key}', expected the number of an element: {found.Path}:0 and so on");
        }
    }

    private void ReadObject(IConfigurationSection found, Type type)
    {
        var settings = SettingsOf(type);
        var names = string.Join(", ", settings.Keys.Order(StringComparer.Ordinal));
        if (!string.IsNullOrEmpty(found.Value))
            _problems.Add($"{found.Path}: found a single value, expected keys below it: {names}");
        foreach (var child in found.GetChildren())
        {
            if (settings.TryGetValue(child.Key, out var setting))
                Read(child, setting.PropertyType, [.. setting.GetCustomAttributes<ValidationAttribute>()]);
            else
                _problems.Add($"{child.Path}: there is no such setting, expected one of {names}");
        }
    }
}
