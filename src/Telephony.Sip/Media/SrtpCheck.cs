using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>Whether what the far end says keeps to the encryption that was asked for. Engines let a plain answer pass, and a plain offer later in the call.</summary>
internal static class SrtpCheck
{
    /// <returns>What is wrong with the answer, or null.</returns>
    public static string? Problem(ReadOnlyMemory<byte> offer, SessionDescription answer, DialTarget target)
    {
        if (!SessionDescription.TryParse(offer.Span, out var offered)) return null;
        if (target.WebrtcMedia == true) return answer.Media.Where(media => !media.IsRefused).All(media => IsKeyedByDtls(answer, media)) ? null : "its answer is not keyed by DTLS";
        if (Descriptions.Misfit(answer, target.Encryption) is { } misfit) return misfit;
        foreach (var (asked, given) in offered.Media.Zip(answer.Media))
            if (given is { IsRefused: false, IsSecure: true } && !IsKeyOffered(answer, asked, given)) return "its answer names no key that was offered";
        return null;
    }

    /// <summary>What it says later in the call: an offer of its own, or its answer to one that it has asked for.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? ProblemLater(SessionDescription description, DialTarget target)
    {
        var kept = description.Media.Where(media => !media.IsRefused);
        if (target.WebrtcMedia == true) return kept.All(media => media.IsSecure && Has(description, media, "fingerprint")) ? null : "its media is not keyed by DTLS";
        return Descriptions.Misfit(description, target.Encryption)
            ?? (kept.Where(media => media.IsSecure).All(media => HasKey(description, media)) ? null : "its media is encrypted without a key");
    }

    /// <summary>The suites without a cipher are authentication alone.</summary>
    private static bool HasKey(SessionDescription description, MediaDescription media) => media.Crypto.FirstOrDefault() is { } liked
        ? !liked.Suite.StartsWith("NULL", StringComparison.OrdinalIgnoreCase)
        : Has(description, media, "fingerprint");

    private static bool IsKeyOffered(SessionDescription answer, MediaDescription offered, MediaDescription given)
    {
        if (!given.Crypto.Any()) return IsKeyedByDtls(answer, given);
        return given.Crypto.Take(2).ToList() is [var chosen] && offered.Crypto.Any(key => key.Tag == chosen.Tag && key.Suite == chosen.Suite);
    }

    private static bool IsKeyedByDtls(SessionDescription answer, MediaDescription media) =>
        media.IsSecure && Has(answer, media, "fingerprint") && (media.Attribute("setup") ?? answer.Attribute("setup")) is "active" or "passive";

    private static bool Has(SessionDescription answer, MediaDescription media, string name) => (media.Attribute(name) ?? answer.Attribute(name)) is { Length: > 0 };
}
