namespace Orchestrator.Grains.Webhooks;

/// <summary>The keys that receivers know a project's webhooks by.</summary>
public interface ISigningKeys
{
    /// <returns>
    /// The project's key as its owner reads it: base64 of random bytes, without the <c>whsec_</c> that Standard Webhooks libraries want
    /// in front. Null: the project has none, and its webhooks go out unsigned.
    /// </returns>
    string? CurrentKey(string projectId);
}
