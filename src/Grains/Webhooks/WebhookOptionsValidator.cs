using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Checks <see cref="WebhookOptions"/> against its own annotations, and tells every error at once.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var context = new ValidationContext(options);
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(options, context, errors, validateAllProperties: true);
        // The framework asks the object itself only when every property is in order.
        errors.AddRange(options.Validate(context).Where(error => errors.All(known => known.ErrorMessage != error.ErrorMessage)).ToList());
        return errors.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Select(error => $"{WebhookOptions.Section}: {error.ErrorMessage}"));
    }
}
