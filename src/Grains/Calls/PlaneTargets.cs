using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Grains.Calls;

/// <summary>From the engine's words to the plane's.</summary>
internal static class PlaneTargets
{
    /// <param name="projectId">Whose call it is.</param>
    /// <param name="callerId">The caller for whom it is dialed; null: nobody.</param>
    public static DialTarget Of(PlannedLeg leg, string projectId, string from, string? callerId)
    {
        return new DialTarget
        {
            To = leg.To.Address,
            From = from,
            CallerLegId = callerId,
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
            Stream = leg is { To: StreamDestination stream, Stream: { } settings }
                ? new StreamTarget(
                    stream.Url, settings.Codec, settings.Realtime, settings.AuthorizationBearerToken, projectId, callerId ?? "",
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
