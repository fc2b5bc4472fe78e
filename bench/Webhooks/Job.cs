using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Webhooks;

/// <summary>What one sender process is to do; it travels as its only argument.</summary>
/// <param name="Kind"><c>durable</c>: what the service does. <c>naive</c>: retries in memory.</param>
/// <param name="Urls">Where events go, lane by lane.</param>
/// <param name="Rate">Events a second; 0: as fast as <paramref name="AtOnce"/> transitions at once allow.</param>
/// <param name="Seed">Tells this process's lanes from those of others.</param>
internal sealed record Job(string Kind, string Redis, string Prefix, IReadOnlyList<string> Urls, int Lanes, int Events, int Rate, int AtOnce, string Seed)
{
    public static Job Parse(string text) => JsonSerializer.Deserialize<Job>(text)!;

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>The lane of an event and its number there: lanes take turns.</summary>
    public (int Lane, int Number) this[int index] => (index % Lanes, (index / Lanes) + 1);

    public int Total => Lanes * Events;

    public string NameOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"{Seed}-{lane}");

    public string UrlOf(int lane) => $"{Urls[lane % Urls.Count]}/{NameOf(lane)}";
}
