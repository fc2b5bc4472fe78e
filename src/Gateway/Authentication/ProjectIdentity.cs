using System.Security.Claims;

namespace Orchestrator.Gateway.Authentication;

internal static class ProjectIdentity
{
    /// <summary>Role, and policy, of who may see what is of all projects.</summary>
    public const string Operator = "operator";

    /// <summary>The project that makes this request; there always is one behind authorization.</summary>
    public static string ProjectId(this ClaimsPrincipal user) =>
        user.Identity?.Name ?? throw new InvalidOperationException("A request without a project came past authorization.");
}
