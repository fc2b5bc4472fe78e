using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>The whole service as a child process, with a real rtpengine; one of each for all tests with real phones.</summary>
public sealed class PhoneService : IAsyncLifetime
{
    public const string Collection = "phone service";

    private readonly int _dtmf = Sipp.FreePort();
    private readonly string _trusted = Path.GetTempFileName();
    private Daemon _daemon = null!;
    private ServiceProcess _service = null!;

    internal Api Api { get; private set; } = null!;

    /// <summary>Where phones call in.</summary>
    public int Port { get; } = Sipp.FreePort();

    /// <summary>Where browsers connect.</summary>
    public int WebSocketPort { get; } = ServiceProcess.FreePort();

    /// <summary>Where phones register.</summary>
    public int TcpPort { get; } = ServiceProcess.FreePort();

    internal string Log => _service.Log;

    /// <summary>Of this machine, for servers that the service trusts.</summary>
    internal X509Certificate2 Certificate { get; } = NewCertificate();

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.Start($"--dtmf-log-dest=127.0.0.1:{_dtmf}");
        await File.WriteAllTextAsync(_trusted, Certificate.ExportCertificatePem());
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        _service = ServiceProcess.Start(
        [
            new("ASPNETCORE_URLS", address.ToString()),
            new("SSL_CERT_FILE", _trusted),
            new("Orchestrator__Plane__Kind", "sip"),
            new("Orchestrator__Sip__Listen__0", $"udp:127.0.0.1:{Port}"),
            new("Orchestrator__Sip__Listen__1", $"ws:127.0.0.1:{WebSocketPort}"),
            new("Orchestrator__Sip__Listen__2", $"tcp:127.0.0.1:{TcpPort}"),
            new("Orchestrator__Sip__Allow__0", "127.0.0.1"),
            new("Orchestrator__Sip__AllowFrom__0", "127.0.0.1"),
            new("Orchestrator__Sip__Media__Engines__0", $"http:{_daemon.Http}"),
            new("Orchestrator__Sip__Media__DtmfListen", $"127.0.0.1:{_dtmf}"),
            new("Orchestrator__Sip__Media__Sounds__Speech", "espeak-ng"),
        ]);
        Api = new Api(ServiceFixture.Client(address, ServiceFixture.Basic("dev", "dev")));
        await _service.WaitUntilReady(Api.Http);
    }

    public async Task DisposeAsync()
    {
        Api.Http.Dispose();
        Assert.False(_service.HasExited, $"The service ended by itself:\n{_service.Log}");
        await _service.DisposeAsync();
        _daemon.Dispose();
        Certificate.Dispose();
        File.Delete(_trusted);
    }

    /// <summary>Puts a script under an address.</summary>
    /// <returns>What phones dial to reach it.</returns>
    internal async Task<string> Serve(string name, string steps)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/public/{name}")
        {
            Content = new StringContent($$"""{ "swml": { "sections": { "main": [ {{steps}} ] } } }""", Encoding.UTF8, "application/json"),
        };
        var answer = await Api.Send(put);
        Assert.True(answer.Status == 201, answer.ToString());
        return $"sip:{name}@127.0.0.1:{Port}";
    }

    /// <summary>Puts a subscriber under a private address.</summary>
    /// <returns>The address.</returns>
    internal async Task<string> Subscriber(string name, string password)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/private/{name}") { Content = JsonContent.Create(new { subscriber = new { password } }) };
        var answer = await Api.Send(put);
        Assert.True(answer.Status == 201, answer.ToString());
        return $"/private/{name}";
    }

    /// <summary>The connect that dialed a phone, once all of it is over; no leg of it is left.</summary>
    internal Task<JsonNode> Over(Baresip callee) => Over($"{callee.Port}");

    /// <param name="callee">What its address holds and no other one.</param>
    internal async Task<JsonNode> Over(string callee)
    {
        var row = await Eventually.Get(
            "the connect is there",
            async () => (await Api.Get($"/api/v1/connects?address={callee}")).Json["data"]!.AsArray().SingleOrDefault(),
            row => row is not null, TimeSpan.FromMinutes(1));
        var id = row!["id"]!.ToString();
        var view = await Eventually.Get($"connect {id} is complete", () => Api.View(id), view => view["complete"]!.GetValue<bool>(), TimeSpan.FromMinutes(1));
        Assert.All(view["legs"]!.AsArray(), leg => Assert.Equal("ended", leg!["state"]!.ToString()));
        return view;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var today = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(today.AddDays(-1), today.AddDays(1));
    }

    /// <summary>The engine has no call any more.</summary>
    internal Task NothingLeft() => Eventually.Get("nothing is left in rtpengine", _daemon.Calls, left => left == 0, TimeSpan.FromMinutes(1));
}

[CollectionDefinition(PhoneService.Collection)]
public sealed class PhoneServiceCollectionDefinition : ICollectionFixture<PhoneService>;
