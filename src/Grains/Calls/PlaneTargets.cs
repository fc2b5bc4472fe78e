using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Grains.Calls;

/// <summary>From the engine's words to the plane's.</summary>
internal static class PlaneTargets
{
    public static DialTarget Of(LegOrder order) => Of(order.Leg, order.From, order);

    /// <param name="order">The connect's order by which it is dialed; null: it is dialed for nobody.</param>
    public static DialTarget Of(PlannedLeg leg, string from, LegOrder? order = null)
    {
        return new DialTarget
        {
            To = leg.To.Address,
            From = from,
            ProjectId = order?.ProjectId,
            CallerLegId = order?.CallerId,
            FromName = leg.FromName,
            Headers = [.. leg.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Codecs = leg.Codecs,
            WebrtcMedia = leg.WebrtcMedia,
            SessionTimeout = leg.SessionTimeout,
            Encryption = leg.Encryption switch
            {
                MediaEncryption.Mandatory => SrtpPolicy.Mandatory,
                MediaEncryption.Forbidden => SrtpPolicy.Forbidden,
                _ => SrtpPolicy.Optional,
            },
            Username = leg.Credentials?.Username,
            Password = leg.Credentials?.Password,
            Stream = order is not null && leg is { To: StreamDestination stream, Stream: { } settings }
                ? new StreamTarget(
                    stream.Url, settings.Codec, settings.Realtime, settings.AuthorizationBearerToken, order.ProjectId, order.CallerId,
                    settings.CustomParameters)
                : null,
        };
    }

    public static CancelCause CancelCauseOf(ReleaseCause cause) => cause switch
    {
        ReleaseCause.LostRace => CancelCause.CompletedElsewhere,
        ReleaseCause.CallerGone => CancelCause.CallerGone,
        ReleaseCause.NoAnswer => CancelCause.NoAnswer,
        _ => CancelCause.Requested,
    };

    /// <param name="reason">How the leg ended: a caller who was not answered is told so.</param>
    public static HangUpCause HangUpCauseOf(ReleaseCause cause, EndReason reason) => (cause, reason) switch
    {
        (ReleaseCause.MaxDuration, _) => HangUpCause.MaxDuration,
        (ReleaseCause.EngineError, _) or (_, EndReason.Error) => HangUpCause.Error,
        (ReleaseCause.NoSuchAddress, _) => HangUpCause.NotFound,
        (_, EndReason.Busy) => HangUpCause.Busy,
        (_, EndReason.Declined) => HangUpCause.Declined,
        _ => HangUpCause.Normal,
    };
}
