using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>A certificate authority with one root, whose certificates a receiver can show.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset End = Begin.AddYears(100);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public Authority()
    {
        var request = new CertificateRequest("CN=Authority of a test", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(Begin, End);
        System.IO.File.WriteAllText(File, _root.ExportCertificatePem());
    }

    /// <summary>Its root, in PEM.</summary>
    public string File { get; } = Path.GetTempFileName();

    public X509Certificate2 Issue(string address, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        using var issued = request.Create(_root, Begin, until ?? End, Guid.NewGuid().ToByteArray());
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        System.IO.File.Delete(File);
        _root.Dispose();
        _key.Dispose();
    }
}
