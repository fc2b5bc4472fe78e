using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Connects;

/// <summary>A connect in a list.</summary>
/// <param name="State">connecting, connected, disconnected or failed.</param>
/// <param name="Reason">Why it failed, if it did.</param>
/// <param name="Fault">Whose fault that was: none, callee, upstream, ours or unknown.</param>
public sealed record ConnectRow(
    string Id, string State, string? Reason, string? Fault, string From, string To, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    internal static ConnectRow Of(ListRow row) => new(row.Id, row.State, row.Reason, row.Fault, row.From, row.To, row.CreatedAt, row.EndedAt);
}
