using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>Which deliveries of a project are wanted, newest first.</summary>
/// <param name="Id">Only webhooks of this call, or of this connect and its legs; null: all.</param>
/// <param name="Endpoint">Only to this endpoint; null: all.</param>
/// <param name="State">Only in this state; null: all.</param>
/// <param name="Outcome">Only those whose last outcome this is; null: all.</param>
/// <param name="CreatedAfter">Only of events at or after this instant.</param>
/// <param name="CreatedBefore">Only of events before this instant.</param>
/// <param name="After">The delivery after which the page begins.</param>
/// <param name="Limit">Deliveries at most.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.DeliveryQuery")]
public sealed record DeliveryQuery(
    string ProjectId,
    string? Id,
    string? Endpoint,
    DeliveryState? State,
    string? Outcome,
    DateTimeOffset? CreatedAfter,
    DateTimeOffset? CreatedBefore,
    ListPosition? After,
    int Limit);
