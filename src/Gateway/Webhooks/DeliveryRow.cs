using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>A delivery in a list.</summary>
/// <param name="CallId">The call it tells about; null: it tells about the connect.</param>
/// <param name="EventState">The state that it reports.</param>
/// <param name="Sequence">Its number among the webhooks of its call or connect.</param>
/// <param name="Url">Scheme, host and port; what follows may be secret.</param>
/// <param name="Endpoint">Names the whole URL within the project.</param>
/// <param name="State">delivered, parked or dead.</param>
/// <param name="Outcome">Of the last attempt, or why none was made.</param>
/// <param name="Attempts">How many there were.</param>
public sealed record DeliveryRow(
    string Id, string? CallId, string? ConnectId, string EventType, string EventState, long Sequence, string Url, string Endpoint,
    DeliveryState State, string Outcome, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? NextAttemptAt)
{
    internal static DeliveryRow Of(DeliveryView view) => new(
        view.Id, view.CallId, view.ConnectId, view.EventType, view.EventState, view.Sequence, view.Url, view.Endpoint, view.State, view.Outcome,
        view.AttemptsMade, view.CreatedAt, view.UpdatedAt, view.NextAttemptAt);
}
