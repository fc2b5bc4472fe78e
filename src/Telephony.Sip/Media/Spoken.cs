using System.Text;
using Orchestrator.Sip.Sdp;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// The one codec that somebody speaks, whoever is opposite to him. A caller is answered before it is known who will be, and is not told another codec later; an engine takes a
/// far end for speaking what stands first in its description, and translates that where it was asked to accept it. So it stands first, is accepted, and is what he is answered with.
/// </summary>
internal static class Spoken
{
    private static readonly string[] Translated = ["PCMU", "PCMA", "G722", "opus"];

    /// <summary>A caller's description with that codec in front: G.711 of phones and trunks, which nearly all others speak too; of browsers what they like best, which is opus.</summary>
    public static string First(string description)
    {
        if (Parse(description) is not { } parsed || Audio(parsed) is not { } audio || IsBrowsers(audio)) return description;
        var voices = audio.Codecs.Where(codec => codec.Name is "PCMU" or "PCMA").Select(codec => $"{codec.Payload}").ToList();
        audio.Formats = [.. voices, .. audio.Formats.Except(voices)];
        return parsed.ToString();
    }

    /// <summary>A caller's description with nothing but those codecs and digits, in their order; null: he speaks none of them that could be translated.</summary>
    public static string? Only(string description, IReadOnlyList<string> codecs)
    {
        if (Parse(description) is not { } parsed || Audio(parsed) is null) return description;
        return Descriptions.OnlyCodecs(parsed, codecs)?.ToString() is { } kept && Of(kept) is not null ? kept : null;
    }

    /// <summary>Whether somebody who speaks any of them could be translated.</summary>
    public static bool IsAnyOf(IReadOnlyList<string> codecs) => codecs.Any(codec => Translated.Contains(codec, StringComparer.OrdinalIgnoreCase));

    /// <summary>Its name; null: it speaks nothing that could be translated.</summary>
    public static string? Of(string description) => Parse(description) is { } parsed && Audio(parsed) is { } audio ? FirstOf(audio)?.Name : null;

    /// <summary>The same, and digits, of an offer.</summary>
    public static IReadOnlyList<SdpCodec> In(string offer)
    {
        if (Parse(offer) is not { } parsed || Audio(parsed) is not { } audio) return [];
        var digits = audio.Codecs.Where(codec => codec.Name == "telephone-event");
        return FirstOf(audio) is { } voice ? [voice, .. digits] : [.. digits];
    }

    private static SdpCodec? FirstOf(MediaDescription audio) =>
        audio.Codecs.FirstOrDefault(codec => Translated.Contains(codec.Name, StringComparer.OrdinalIgnoreCase));

    private static SessionDescription? Parse(string description) => SessionDescription.TryParse(Encoding.UTF8.GetBytes(description), out var parsed) ? parsed : null;

    private static MediaDescription? Audio(SessionDescription description) => description.Media.FirstOrDefault(media => media is { Kind: "audio", IsRefused: false });

    private static bool IsBrowsers(MediaDescription media) => media.Protocol == "UDP/TLS/RTP/SAVPF";
}
