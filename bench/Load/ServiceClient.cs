using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Load;

/// <summary>The service's API, as far as the bench uses it.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly IReadOnlyList<Uri> _addresses;
    private int _asked;

    /// <param name="addresses">Asked one after another: any of them may be.</param>
    public ServiceClient(IReadOnlyList<Uri> addresses, string credentials)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 512 };
        _addresses = addresses;
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }

    /// <returns>The connect's id, or null if it was not taken on.</returns>
    public async Task<string?> Start(string body) => (await Post("/api/v1/connects", body))?.Id;

    /// <summary>Has somebody call an address.</summary>
    /// <returns>The call's id, or null if it was not taken on.</returns>
    public async Task<string?> CallIn(string body) => (await Post("/api/v1/simulator/inbound", body))?.CallId;

    /// <summary>Says what is behind an address.</summary>
    public async Task Put(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(Next($"/api/v1/addresses{address}"), content);
        response.EnsureSuccessStatusCode();
    }

    /// <param name="id">The connect's, or that of the call on which it ran.</param>
    /// <returns>The connect; null: the service does not know it (any more).</returns>
    public async Task<View?> View(string id) => await ConnectOf(id) is { } connect
        ? await Get($"/api/v1/connects/{connect}", ServiceJson.Default.View) : null;

    public async Task<IReadOnlyList<Entry>> Timeline(string id) => await ConnectOf(id) is { } connect
        && await Get($"/api/v1/connects/{connect}/timeline", ServiceJson.Default.PageEntry) is { } page ? page.Data : [];

    /// <param name="list"><c>connects</c> or <c>calls</c>.</param>
    public async Task<bool> AnyIn(string list, string state) =>
        (await Get($"/api/v1/{list}?limit=1&state={state}", ServiceJson.Default.PageRow))?.Data.Count > 0;

    /// <summary>Whether all of them are.</summary>
    public async Task<bool> IsReady()
    {
        try
        {
            foreach (var address in _addresses)
            {
                using var response = await _http.GetAsync(new Uri(address, "/health/ready"));
                if (!response.IsSuccessStatusCode) return false;
            }

            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Accepted?> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(Next(path), content);
        return response.StatusCode == HttpStatusCode.Accepted ? await response.Content.ReadFromJsonAsync(ServiceJson.Default.Accepted) : null;
    }

    private async Task<string?> ConnectOf(string id) => id.StartsWith("call_", StringComparison.Ordinal)
        ? (await Get($"/api/v1/calls/{id}", ServiceJson.Default.Call))?.ConnectId : id;

    private Uri Next(string path) => new(_addresses[(int)((uint)Interlocked.Increment(ref _asked) % _addresses.Count)], path);

    private async Task<T?> Get<T>(string path, JsonTypeInfo<T> json)
        where T : class
    {
        using var response = await _http.GetAsync(Next(path));
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(json);
    }
}
