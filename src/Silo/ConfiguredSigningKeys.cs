using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Silo;

/// <summary>Signing keys as they are configured with the projects.</summary>
internal sealed class ConfiguredSigningKeys(IOptions<ProjectsOptions> options) : ISigningKeys
{
    public string? CurrentKey(string projectId) => options.Value.Projects.FirstOrDefault(project => project.Id == projectId)?.SigningKey;
}
