using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Authentication;

/// <summary>
/// The configured projects: whether a token is one's own, and whether it operates the service. Only hashes of tokens are kept, and every comparison
/// takes the same time whatever was presented: an unknown project is compared with a token that nobody has.
/// </summary>
internal sealed class KnownProjects(IOptions<ProjectsOptions> options)
{
    private static readonly byte[][] Nobody = [RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)];

    private readonly FrozenDictionary<string, byte[][]> _hashes = options.Value.Projects.ToFrozenDictionary(
        project => project.Id, project => project.Tokens.Select(Hash).ToArray(), StringComparer.Ordinal);

    private readonly FrozenSet<string> _operators =
        options.Value.Projects.Where(project => project.Operator).Select(project => project.Id).ToFrozenSet(StringComparer.Ordinal);

    public bool IsOperator(string project) => _operators.Contains(project);

    public bool Accepts(string project, string token)
    {
        var presented = Hash(token);
        var known = _hashes.TryGetValue(project, out var hashes);
        var matched = false;
        foreach (var hash in known ? hashes! : Nobody)
            matched |= CryptographicOperations.FixedTimeEquals(hash, presented);
        return known & matched;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
