using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Hosting;

/// <summary>
/// <c>--health</c>: whether the process beside this one, with the same environment, is ready. For images that hold nothing else that
/// could ask.
/// </summary>
public static class HealthProbe
{
    private const string Wanted = "--health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static bool IsWanted(string[] args) => args is [Wanted, ..];

    /// <returns>The exit code: 0 ready, 1 not.</returns>
    public static async Task<int> Ask(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args[1..]).Build();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(ReadyAt(ListenAddresses.Of(configuration, [])));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }

    /// <summary>Loopback, whatever the name under which others reach it.</summary>
    internal static Uri ReadyAt(IReadOnlyCollection<string> addresses)
    {
        var plain = addresses.FirstOrDefault(one => one.StartsWith("http:", StringComparison.OrdinalIgnoreCase));
        var address = BindingAddress.Parse(plain ?? Programs.DefaultAddress);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return new UriBuilder(Uri.UriSchemeHttp, host, address.Port, "/health/ready").Uri;
    }
}
