using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Connects;

/// <summary>A connect in a list.</summary>
/// <param name="State">connecting, connected, disconnected or failed.</param>
/// <param name="Reason">Why it failed, if it did.</param>
/// <param name="Fault">Whose fault that was: none, callee, upstream, ours or unknown.</param>
/// <param name="To">Its first destinations, and how many more there are.</param>
public sealed record ConnectRow(
    string Id, string State, string? Reason, string? Fault, string From, string To, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    private const int MostTold = 3;

    internal static ConnectRow Of(ListRow row) =>
        new(row.Id, row.State, row.Reason, row.Fault, row.From, Told(row.To.Split(ListRow.Comma)), row.CreatedAt, row.EndedAt);

    private static string Told(string[] destinations) =>
        string.Join(ListRow.Comma, destinations.Take(MostTold))
        + (destinations.Length > MostTold ? $" and {destinations.Length - MostTold} more" : "");
}
