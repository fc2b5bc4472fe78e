using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Grains.Calls;

/// <summary>From the engine's words to the plane's.</summary>
internal static class PlaneTargets
{
    public static DialTarget Of(LegOrder order)
    {
        var leg = order.Leg;
        return new DialTarget
        {
            To = leg.To.Address,
            From = order.From,
            CallerLegId = order.CallerId,
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

    public static HangUpCause HangUpCauseOf(ReleaseCause cause) => cause switch
    {
        ReleaseCause.MaxDuration => HangUpCause.MaxDuration,
        ReleaseCause.EngineError => HangUpCause.Error,
        _ => HangUpCause.Normal,
    };
}
