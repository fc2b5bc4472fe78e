using System.Net.Http.Headers;
using System.Text;

namespace Orchestrator.Gateway.Tests.Support;

/// <summary>One service for all tests that do not stop it, with a project for each subject so that they do not see one another.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    public const string Collection = "service";
    private static readonly string[] Projects =
        ["alpha", "beta", "documents", "features", "lists", "many", "filters", "keys", "secrets", "streams", "bodies", "wrong", "empty", "webhooks", "muted", "signed", "inside", "queues", Colon];

    /// <summary>No webhook goes through a proxy, whatever the surroundings say: there is none at this port.</summary>
    private static readonly KeyValuePair<string, string>[] Proxies =
        [new("HTTP_PROXY", "http://127.0.0.1:9"), new("http_proxy", "http://127.0.0.1:9"), new("ALL_PROXY", "http://127.0.0.1:9")];

    private readonly List<HttpClient> _clients = [];
    private Uri _address = new("http://127.0.0.1");

    /// <summary>A project whose token holds colons.</summary>
    public const string Colon = "colon";

    internal ServiceProcess Service { get; private set; } = null!;

    /// <summary>Without credentials; redirects are not followed.</summary>
    internal HttpClient Anonymous { get; private set; } = null!;

    public static string TokenOf(string project) => project == Colon ? "to:ken::with:colons" : $"token-of-{project}";

    internal static IEnumerable<KeyValuePair<string, string>> Settings(int port, params IEnumerable<KeyValuePair<string, string>> more) =>
    [
        new("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
        new("Orchestrator__Gateway__PingInterval", "00:00:01"),
        .. Projects.SelectMany((project, index) => new KeyValuePair<string, string>[]
        {
            new($"Orchestrator__Projects__{index}__Id", project),
            new($"Orchestrator__Projects__{index}__Tokens__0", TokenOf(project)),
        }),
        .. more,
    ];

    internal static AuthenticationHeaderValue Basic(string project, string token) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{project}:{token}")));

    internal static HttpClient Client(Uri address, AuthenticationHeaderValue? credentials = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = credentials;
        return client;
    }

    public async Task InitializeAsync()
    {
        var port = ServiceProcess.FreePort();
        _address = new Uri($"http://127.0.0.1:{port}");
        Anonymous = Keep(Client(_address));
        Service = ServiceProcess.Start(Settings(port, Proxies));
        await Service.WaitUntilReady(Anonymous);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        Assert.False(Service.HasExited, $"The service ended by itself:\n{Service.Log}");
        await Service.DisposeAsync();
    }

    internal Api Api(string project) => new(Keep(Client(_address, Basic(project, TokenOf(project)))));

    internal HttpClient With(AuthenticationHeaderValue credentials) => Keep(Client(_address, credentials));

    private HttpClient Keep(HttpClient client)
    {
        lock (_clients) _clients.Add(client);
        return client;
    }
}

[CollectionDefinition(ServiceFixture.Collection)]
public sealed class ServiceCollectionDefinition : ICollectionFixture<ServiceFixture>;
