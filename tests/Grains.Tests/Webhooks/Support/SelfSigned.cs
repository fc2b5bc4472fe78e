using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

internal static class SelfSigned
{
    public static X509Certificate2 Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var begin = DateTimeOffset.FromUnixTimeSeconds(0);
        return request.CreateSelfSigned(begin, begin.AddYears(100));
    }
}
