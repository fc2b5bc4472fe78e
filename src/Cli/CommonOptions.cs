using System.CommandLine;
using Orchestrator.Cli.Service;

namespace Orchestrator.Cli;

/// <summary>What every command understands; what the line does not say, the environment does.</summary>
internal sealed class CommonOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "JSON for programs, instead of text for people", Recursive = true };
    private readonly Option<string?> _url = Named("--url", "Where the service is [ORC_URL; http://127.0.0.1:8080]");
    private readonly Option<string?> _project = Named("--project", "The project [ORC_PROJECT; dev]");
    private readonly Option<string?> _token =
        Named("--token", "Its token, better said by the environment: other users see command lines [ORC_TOKEN; dev]");

    /// <summary>Of the commands that draw a ladder.</summary>
    public static Option<bool> Whole { get; } =
        new("--all", "-a") { Description = "In the ladder also timers that are armed or cleared, and webhooks that fall due" };

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[_json, _url, _project, _token]) root.Options.Add(option);
    }

    public bool IsJson(ParseResult line) => line.GetValue(_json);

    /// <exception cref="UserErrorException">The URL is none.</exception>
    public ServiceClient Service(ParseResult line)
    {
        var told = Told(line, _url, "ORC_URL", "http://127.0.0.1:8080");
        return Uri.TryCreate(told, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? new ServiceClient(url, Told(line, _project, "ORC_PROJECT", "dev"), Told(line, _token, "ORC_TOKEN", "dev"))
            : throw new UserErrorException(ExitCodes.Usage, $"'{told}' is no http or https URL.");
    }

    private static string Told(ParseResult line, Option<string?> option, string variable, string otherwise) =>
        line.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } told ? told : otherwise);

    private static Option<string?> Named(string name, string description) => new(name) { Description = description, Recursive = true };
}
