namespace Orchestrator.Gateway.Authentication;

/// <summary>A project: who may sign in, and how its webhooks are signed.</summary>
public sealed class ProjectOptions
{
    /// <summary>User name of Basic authentication: 1 to 64 visible ASCII characters, no colon.</summary>
    public string Id { get; set; } = "";

    /// <summary>Passwords of Basic authentication, any of them; several so that one can be replaced without a gap.</summary>
    public IList<string> Tokens { get; init; } = [];

    /// <summary>Whether who signs in with it may see what is of all projects: Orleans' own dashboard. Default: no.</summary>
    public bool Operator { get; set; }

    /// <summary>Base64 of the bytes that silos sign its webhooks with. Default: none, they go out unsigned.</summary>
    public string? SigningKey { get; set; }
}

/// <summary>The projects that may use this service.</summary>
public sealed class ProjectsOptions
{
    public const string Section = "Orchestrator:Projects";

    /// <summary>
    /// Id and token of the project that is there when none is configured; on loopback only, see <see cref="Listening.ListenGuard"/>.
    /// </summary>
    public const string Development = "dev";

    /// <summary>Base64 of <c>development-signing-key!</c>.</summary>
    private const string DevelopmentKey = "ZGV2ZWxvcG1lbnQtc2lnbmluZy1rZXkh";

    public IList<ProjectOptions> Projects { get; init; } = [];

    /// <summary>The development project, if none is configured.</summary>
    internal static void UseDevelopmentProject(ProjectsOptions options)
    {
        if (options.Projects.Count == 0)
            options.Projects.Add(new ProjectOptions { Id = Development, Tokens = { Development }, Operator = true, SigningKey = DevelopmentKey });
    }
}
