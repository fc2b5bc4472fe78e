using Orchestrator.Sip.Sdp;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// What the two halves of a bridge agree on. An engine that need not translate passes payload numbers on as they come, so they take a codec that has one number on both
/// sides, and each keeps its own number for digits: those cross where both have the same.
/// </summary>
internal static class Halves
{
    private const string TelephoneEvent = "telephone-event";

    /// <summary>The first that both have by one number, else G.711, which the other half always offers.</summary>
    public static SdpCodec CodecOf(SessionDescription other, SessionDescription own)
    {
        var offered = CodecsOf(other).Where(codec => codec.Name != TelephoneEvent).ToList();
        return offered.FirstOrDefault(codec => CodecsOf(own).Any(ours => ours.Payload == codec.Payload && ours.IsSameAs(codec)))
            ?? offered.FirstOrDefault(codec => codec.Payload is 0 or 8)
            ?? offered[0];
    }

    /// <summary>The other half, in words that this one can be joined with.</summary>
    public static SessionDescription Answer(SessionDescription other, SessionDescription own)
    {
        var audio = other.Media.First(IsAudio);
        return Descriptions.At(other.AddressOf(audio)!, audio.Port, [CodecOf(other, own), .. CodecsOf(own).Where(codec => codec.Name == TelephoneEvent)]);
    }

    private static IReadOnlyList<SdpCodec> CodecsOf(SessionDescription description) => description.Media.FirstOrDefault(IsAudio)?.Codecs ?? [];

    private static bool IsAudio(MediaDescription media) => media is { Kind: "audio", IsRefused: false };
}
