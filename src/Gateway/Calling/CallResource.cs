using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Gateway.Calling;

/// <summary>A call as SignalWire's clients read it.</summary>
/// <param name="Direction">inbound, outbound-api, or outbound: dialed by a connect.</param>
/// <param name="Status">created, ringing, answered; then completed (hung up), canceled, failed (an error), ended (busy, declined, no answer).</param>
/// <param name="Url">Where its script was fetched, as the answer to <c>dial</c> only.</param>
/// <param name="Duration">Seconds since the answer, until the end.</param>
/// <param name="BillingMs">As <paramref name="DurationMs"/>: nothing is billed here.</param>
/// <param name="ControlId">The name of what was begun, as the answer to a command that begins something under one.</param>
/// <param name="ParentId">The call for which it was dialed; null: none.</param>
public sealed record CallResource(
    string Id,
    string From,
    string To,
    string Direction,
    string Status,
    string? Url,
    long Duration,
    long DurationMs,
    long BillingMs,
    string Source,
    string Type,
    string? ParentId,
    DateTimeOffset CreatedAt,
    decimal Charge,
    IReadOnlyList<string> ChargeDetails,
    string? ControlId)
{
    internal static CallResource Of(CallView view, string? url, string? controlId, DateTimeOffset now)
    {
        var isLeg = CallIds.Caller(CallIds.SessionOf(view.Id)) != view.Id;
        var milliseconds = view.AnsweredAt is { } answered ? (long)Math.Max(0, ((view.EndedAt ?? now) - answered).TotalMilliseconds) : 0;
        return new CallResource(
            view.Id,
            view.From,
            view.To,
            view.Direction == CallDirection.Inbound ? "inbound" : isLeg ? "outbound" : "outbound-api",
            StatusOf(view),
            url,
            milliseconds / 1000,
            milliseconds,
            milliseconds,
            isLeg ? "swml" : view.Direction == CallDirection.Inbound ? "inbound" : "api",
            (view.Direction == CallDirection.Inbound ? view.From : view.To).StartsWith('+') ? "relay_pstn_call" : "relay_sip_call",
            isLeg ? CallIds.Caller(CallIds.SessionOf(view.Id)) : null,
            view.CreatedAt,
            0,
            [],
            controlId);
    }

    private static string StatusOf(CallView view) => (view.State, view.EndReason) switch
    {
        (CallState.Ended, EndReason.Hangup) => "completed",
        (CallState.Ended, EndReason.Cancel) => "canceled",
        (CallState.Ended, EndReason.Error) => "failed",
        _ => SnakeCase.Of(view.State),
    };
}
