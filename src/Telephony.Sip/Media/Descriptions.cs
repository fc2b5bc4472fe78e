using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>Session descriptions of our own, and rules for others'.</summary>
internal static class Descriptions
{
    private const string TelephoneEvent = "telephone-event";

    /// <summary>The discard service: what is sent there is lost.</summary>
    private const int Discard = 9;

    private static readonly SdpCodec[] Plain = [new(0, "PCMU", 8000), new(8, "PCMA", 8000), new(101, TelephoneEvent, 8000, Parameters: "0-16")];

    /// <summary>Audio of somebody who has no phone: whatever is sent to it is lost.</summary>
    public static SessionDescription Sink(string address, int port = Discard) => At(address, port, Plain);

    /// <summary>The same as the answer to an offer, in its numbers.</summary>
    public static SessionDescription SinkFor(string offer, string address) => At(address, Discard, Spoken.In(offer) is { Count: > 0 } spoken ? spoken : Plain);

    /// <summary>Audio both ways at that place.</summary>
    public static SessionDescription At(string address, int port, IEnumerable<SdpCodec> codecs)
    {
        var description = Begin(address);
        description.Media.Add(Audio(port, codecs, MediaDirection.SendRecv));
        return description;
    }

    /// <summary>An answer that takes the first audio and lets nothing flow; null if there is none that can be taken.</summary>
    public static SessionDescription? Hold(SessionDescription offer, string address)
    {
        var codecs = offer.Media.FirstOrDefault(media => media is { Kind: "audio", IsRefused: false })?.Codecs ?? [];
        return OfferAnswer.AnswerAudio(offer, address, Discard, codecs, MediaDirection.Inactive);
    }

    /// <summary>An answer whose directions are those that its offer leaves (RFC 3264 6.1); the engine writes the other leg's.</summary>
    public static byte[] Directed(ReadOnlyMemory<byte> answer, ReadOnlyMemory<byte> offer)
    {
        if (!SessionDescription.TryParse(answer.Span, out var written) || !SessionDescription.TryParse(offer.Span, out var asked)) return answer.ToArray();
        foreach (var (media, theirs) in written.Media.Zip(asked.Media)) media.SetDirection(MediaDirection.SendRecv.AnswerTo(asked.DirectionOf(theirs)));
        return written.ToBytes();
    }

    /// <summary>An offer of what was told before, to somebody who asks for one: it may have been told while he held the other one, and now he may want to talk again.</summary>
    public static byte[] BothWays(ReadOnlyMemory<byte> told)
    {
        if (!SessionDescription.TryParse(told.Span, out var offer)) return told.ToArray();
        var oneWay = offer.Media.Where(media => !media.IsRefused && offer.DirectionOf(media) != MediaDirection.SendRecv).ToList();
        foreach (var media in oneWay) media.SetDirection(MediaDirection.SendRecv);
        if (oneWay.Count > 0) offer.RaiseVersion();
        return offer.ToBytes();
    }

    /// <summary>
    /// Without the synchronization sources that its writer sends with (RFC 5576): whose audio an engine translates, or who is heard next, is another one, and a browser plays none
    /// but those that it was told.
    /// </summary>
    public static byte[] WithoutSources(byte[] description)
    {
        if (description.AsSpan().IndexOf("a=ssrc"u8) < 0 || !SessionDescription.TryParse(description, out var written)) return description;
        foreach (var media in written.Media)
        {
            media.Remove("ssrc");
            media.Remove("ssrc-group");
        }

        return written.ToBytes();
    }

    /// <summary>Leaves of the audio what the list allows, in its order, and tones; null if nothing is left.</summary>
    public static SessionDescription? OnlyCodecs(SessionDescription offer, IReadOnlyList<string> codecs)
    {
        if (codecs.Count == 0) return offer;
        if (!SessionDescription.TryParse(offer.ToBytes(), out var copy)) return null;
        foreach (var media in copy.Media.Where(media => media is { Kind: "audio", IsRefused: false }))
        {
            var known = media.Codecs;
            var kept = codecs.SelectMany(name => known.Where(codec => codec.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
            if (kept.Count == 0) return null;
            var formats = kept.Concat(known.Where(codec => codec.Name == TelephoneEvent)).Select(codec => $"{codec.Payload}").Distinct().ToList();
            media.Formats = formats;
            foreach (var codec in known.Where(codec => !formats.Contains($"{codec.Payload}"))) Forget(media, codec);
        }
        return copy;
    }

    /// <summary>Why a caller cannot be answered in such codecs, in words for his leg's end.</summary>
    public static string NoneOf(SessionDescription offer, IReadOnlyList<string> codecs)
    {
        var offered = offer.Media.Where(media => media is { Kind: "audio", IsRefused: false }).SelectMany(media => media.Codecs).Select(codec => codec.Name);
        return $"found codecs {string.Join(", ", offered.Where(name => name != TelephoneEvent).Distinct())}, expected some of {string.Join(", ", codecs)}";
    }

    /// <summary>What keeps a description from a policy; null if it fits.</summary>
    public static string? Misfit(SessionDescription description, SrtpPolicy policy) => policy switch
    {
        SrtpPolicy.Mandatory when description.Media.Any(media => !media.IsRefused && !media.IsSecure) => "its media is not encrypted, which is mandatory",
        SrtpPolicy.Forbidden when description.Media.Any(media => !media.IsRefused && media.IsSecure) => "its media is encrypted, which is forbidden",
        _ => null,
    };

    /// <summary>Whether both lead media the same way; their versions may differ.</summary>
    public static bool AreAlike(SessionDescription one, SessionDescription other) => WithoutOrigin(one) == WithoutOrigin(other);

    private static string WithoutOrigin(SessionDescription description) =>
        string.Join('\n', description.ToString().Split("\r\n").Where(line => !line.StartsWith("o=", StringComparison.Ordinal)));

    private static SessionDescription Begin(string address)
    {
        var family = address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
        var description = new SessionDescription();
        description.AddLine('v', "0");
        description.AddLine('o', $"- {Random.Shared.NextInt64(1, int.MaxValue)} 1 IN {family} {address}");
        description.AddLine('s', "-");
        description.AddLine('c', $"IN {family} {address}");
        description.AddLine('t', "0 0");
        return description;
    }

    private static MediaDescription Audio(int port, IEnumerable<SdpCodec> codecs, MediaDirection direction)
    {
        var media = new MediaDescription("audio", port, "RTP/AVP", codecs.Select(codec => $"{codec.Payload}"));
        foreach (var codec in codecs)
        {
            media.Add("rtpmap", codec.RtpMap);
            if (codec.Parameters is { } parameters) media.Add("fmtp", $"{codec.Payload} {parameters}");
        }
        media.SetDirection(direction);
        return media;
    }

    private static void Forget(MediaDescription media, SdpCodec codec)
    {
        foreach (var name in (string[])["rtpmap", "fmtp"])
        {
            var kept = media.Attributes(name).Where(value => !value.StartsWith($"{codec.Payload} ", StringComparison.Ordinal)).ToList();
            media.Remove(name);
            foreach (var value in kept) media.Add(name, value);
        }
    }
}
