using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting.Settings;

/// <summary>The sections below <c>Orchestrator</c>; of those that are this program's, what they are bound to.</summary>
internal sealed class KnownSections
{
    public SortedDictionary<string, Type?> Types { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Everything below <c>Orchestrator</c> that nothing can be made of, whatever section it is in.</summary>
internal sealed class SectionsCheck(IConfiguration configuration) : IValidateOptions<KnownSections>
{
    public ValidateOptionsResult Validate(string? name, KnownSections options)
    {
        var problems = configuration.GetSection("Orchestrator").GetChildren().SelectMany(section =>
            !options.Types.TryGetValue(section.Key, out var type) ? [$"{section.Path}: there is no such section, expected one of {string.Join(", ", options.Types.Keys)}"]
            : type is null ? []
            : SettingsReading.Of(section, type).Problems).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
