using Orchestrator.Load;

namespace Orchestrator.Operators;

/// <summary>The pages that the console's list asks for.</summary>
internal static class Pages
{
    private const string List = "/api/v1/connects?limit=50";

    public static readonly (string Name, string Path)[] All =
    [
        ("the newest", List),
        ("page after page", $"{List}&cursor="),
        ("state=failed", $"{List}&state=failed"),
        ("only=active: none", $"{List}&only=active"),
        ("only=failed_ours: none", $"{List}&only=failed_ours"),
        ("only=stuck: none", $"{List}&only=stuck"),
        ("only=callback_failing: none", $"{List}&only=callback_failing"),
        ("an address that nobody has", $"{List}&address=nobody"),
    ];

    /// <summary>One after another, each when the one before was read. A path that ends in a cursor goes on through the list, and begins again at its end.</summary>
    public static async Task<Percentiles> Measure(OperatorClient client, string path, int requests)
    {
        var follows = path.EndsWith("&cursor=", StringComparison.Ordinal);
        var times = new List<double>(requests);
        string? cursor = null;
        for (var request = 0; request < requests; request++)
        {
            var (taken, next) = await client.Page(!follows ? path : cursor is null ? List : path + cursor);
            cursor = next;
            times.Add(taken);
        }

        return new Percentiles(times);
    }
}
