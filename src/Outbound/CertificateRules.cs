using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Outbound;

/// <summary>How the certificates of receivers are checked.</summary>
internal static class CertificateRules
{
    /// <summary>A receiver's certificate names URLs (issuers, revocation lists); checking it must not call them.</summary>
    /// <param name="trustedRoots">PEM file of roots beside the system's, or null.</param>
    public static X509ChainPolicy Policy(string? trustedRoots)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (trustedRoots is null) return policy;

        // A chain is checked against the system's roots, or against ours: so ours hold the system's too.
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var place in new[] { StoreLocation.LocalMachine, StoreLocation.CurrentUser })
        {
            using var roots = new X509Store(StoreName.Root, place, OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(roots.Certificates);
        }

        policy.CustomTrustStore.ImportFromPemFile(trustedRoots);
        return policy;
    }

    /// <returns>What is wrong with a file of roots, or null.</returns>
    public static string? Fault(string file)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? null : "holds no certificate in PEM";
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({failure.Message})";
        }
        finally
        {
            foreach (var root in roots) root.Dispose();
        }
    }
}
