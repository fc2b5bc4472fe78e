using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Authentication;

/// <summary>Everything that is wrong with the configured projects, at once. Messages name the key, never the token.</summary>
internal sealed class ProjectsValidator : IValidateOptions<ProjectsOptions>
{
    private const int LongestId = 64;
    private const int LongestToken = 256;

    public ValidateOptionsResult Validate(string? name, ProjectsOptions options)
    {
        var errors = options.Projects.SelectMany(Errors).Concat(Repeated(options)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(ProjectOptions project, int index)
    {
        var key = $"Orchestrator:Projects:{index}";
        if (!IsVisible(project.Id, LongestId) || project.Id.Contains(':', StringComparison.Ordinal))
            yield return $"{key}:Id must be 1 to {LongestId} visible ASCII characters without a colon.";
        if (project.Tokens.Count == 0)
            yield return $"{key}:Tokens must hold at least one token.";
        for (var token = 0; token < project.Tokens.Count; token++)
        {
            if (!IsVisible(project.Tokens[token], LongestToken))
                yield return $"{key}:Tokens:{token} must be 1 to {LongestToken} visible ASCII characters.";
        }

        if (project.SigningKey is { } signingKey && (signingKey.Length == 0 || !Convert.TryFromBase64String(signingKey, new byte[signingKey.Length], out _)))
            yield return $"{key}:SigningKey must be base64, without whsec_ in front; leave it out to send webhooks unsigned.";
    }

    private static IEnumerable<string> Repeated(ProjectsOptions options) =>
        options.Projects.GroupBy(project => project.Id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"Orchestrator:Projects: the id '{group.Key}' is there {group.Count()} times.");

    private static bool IsVisible(string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && text.All(character => character is > ' ' and <= '~');
}
