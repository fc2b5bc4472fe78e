using Microsoft.Extensions.Options;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Silo;

/// <summary>What is read of <c>Orchestrator:Projects</c> for signing.</summary>
internal sealed class SigningKeyOptions
{
    public IList<ProjectKey> Projects { get; } = [];

    internal sealed class ProjectKey
    {
        public string Id { get; set; } = "";

        /// <summary>Base64 of random bytes; null: this project's webhooks go out unsigned.</summary>
        public string? SigningKey { get; set; }
    }
}

/// <summary>Signing keys as they are configured. Without any project, the development project's is one that everybody knows.</summary>
internal sealed class ConfiguredSigningKeys(IOptions<SigningKeyOptions> options) : ISigningKeys
{
    /// <summary>Base64 of <c>development-signing-key!</c>.</summary>
    public const string Development = "ZGV2ZWxvcG1lbnQtc2lnbmluZy1rZXkh";

    public string? CurrentKey(string projectId) => options.Value.Projects.Count == 0
        ? Development
        : options.Value.Projects.FirstOrDefault(project => project.Id == projectId)?.SigningKey;
}
