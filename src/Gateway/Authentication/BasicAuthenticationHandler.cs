using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Problems;

namespace Orchestrator.Gateway.Authentication;

/// <summary>Basic authentication: the user is a project's id, the password one of its tokens.</summary>
internal sealed class BasicAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KnownProjects projects)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Basic";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"orchestrator\", charset=\"UTF-8\"";
        return ProblemWriter.Write(Context, ProblemBody.Of(
            StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "Give the project id as user and an API token as password (Basic)."));
    }

    private AuthenticateResult Authenticate()
    {
        if (Request.Headers.Authorization.Count == 0) return AuthenticateResult.NoResult();
        if (!BasicCredentials.TryParse(Request.Headers.Authorization, out var credentials)) return AuthenticateResult.Fail("Not Basic.");
        if (!projects.Accepts(credentials.Project, credentials.Token)) return AuthenticateResult.Fail("No such project and token.");

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, credentials.Project)], SchemeName);
        if (projects.IsOperator(credentials.Project)) identity.AddClaim(new Claim(ClaimTypes.Role, ProjectIdentity.Operator));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
