using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Calls;

/// <summary>A call in a list.</summary>
/// <param name="State">created, ringing, answered or ended.</param>
/// <param name="Reason">Why it ended, once it has.</param>
public sealed record CallRow(
    string Id, string State, string? Reason, string From, string To, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    internal static CallRow Of(ListRow row) => new(row.Id, row.State, row.Reason, row.From, row.To, row.CreatedAt, row.EndedAt);
}
