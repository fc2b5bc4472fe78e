using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting.Settings;

/// <summary>What a section must hold, and what its settings must be to each other, as its class says; single values were checked before.</summary>
internal sealed class AnnotatedRules<T>(string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var broken = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), broken, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(broken.Select(rule => $"{section}: {rule.ErrorMessage}"));
    }
}
