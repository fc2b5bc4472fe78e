using System.Collections.Immutable;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Makes the plan of a draft in which nothing is wrong and nothing open.</summary>
internal static class PlanBuilder
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(14_400);

    public static ConnectPlan Build(PropertySet top, ImmutableArray<ImmutableArray<LegDraft>> legs) => new()
    {
        Groups = [.. legs.Select(group => new PlannedGroup([.. group.Select(Leg)]))],
        MaxDuration = top.Get<TimeSpan?>("max_duration") ?? MaxDuration,
        AnswerOnBridge = top.Get<bool?>("answer_on_bridge") ?? false,
        Ringback = top.Get<ImmutableArray<string>?>("ringback") ?? [],
        StatusUrl = top.Get<CallbackUrl>("status_url"),
        Result = top.Get<string>("result"),
        TransferAfterBridge = top.Get<string>("transfer_after_bridge"),
    };

    private static PlannedLeg Leg(LegDraft leg)
    {
        var properties = leg.Properties;
        var timeout = properties.Get<TimeSpan?>("timeout") ?? Timeout;
        return new PlannedLeg
        {
            To = leg.Written.To!,
            From = properties.Get<string>("from"),
            FromName = properties.Get<string>("from_name"),
            Headers = properties.Get<ImmutableArray<SipHeader>?>("headers") ?? [],
            Codecs = properties.Get<ImmutableArray<string>?>("codecs") ?? [],
            WebrtcMedia = properties.Get<bool?>("webrtc_media"),
            SessionTimeout = properties.Get<TimeSpan?>("session_timeout"),
            Encryption = properties.Get<MediaEncryption?>("encryption") ?? MediaEncryption.Optional,
            Credentials = Credentials(properties),
            Timeout = timeout,
            Confirm = properties.Get<string>("confirm"),
            ConfirmTimeout = properties.Get<TimeSpan?>("confirm_timeout") ?? timeout,
            CallStateUrl = properties.Get<CallbackUrl>("call_state_url"),
            CallStateEvents = properties.Get<CallStateEvents?>("call_state_events") ?? CallStateEvents.Ended,
            Stream = leg.Written.To is StreamDestination ? Stream(properties) : null,
        };
    }

    private static SipCredentials? Credentials(PropertySet properties) =>
        properties.Get<string>("username") is { } username && properties.Get<string>("password") is { } password
            ? new SipCredentials(username, password)
            : null;

    private static StreamSettings Stream(PropertySet properties) => new(
        properties.Get<string>("name"),
        properties.Get<string>("codec") ?? "PCMU",
        properties.Get<bool?>("realtime") ?? false,
        properties.Get<string>("authorization_bearer_token"),
        properties.Get<string>("status_url_method") ?? "POST",
        properties.Get<ImmutableSortedDictionary<string, string>>("custom_parameters") ?? ImmutableSortedDictionary<string, string>.Empty);
}
