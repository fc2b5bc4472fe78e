namespace Orchestrator.Sip.Sdp;

/// <summary>The rules between an offer and its answer (RFC 3264).</summary>
public static class OfferAnswer
{
    /// <summary>The codecs of an offer that we take too, in our order, with the offer's numbers.</summary>
    public static IReadOnlyList<SdpCodec> Common(MediaDescription offer, IReadOnlyList<SdpCodec> ours)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(ours);
        var theirs = offer.Codecs;
        return [.. ours.Select(codec => theirs.FirstOrDefault(codec.IsSameAs)).OfType<SdpCodec>()];
    }

    /// <summary>
    /// Answers an offer for one audio stream: the first audio that has a codec of ours is taken, every other medium is refused.
    /// Encrypted media are refused; who wants them writes the keys.
    /// </summary>
    /// <returns><c>null</c> if nothing of the offer can be taken: 488.</returns>
    public static SessionDescription? AnswerAudio(SessionDescription offer, string address, int port, IReadOnlyList<SdpCodec> ours, MediaDirection wish = MediaDirection.SendRecv)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(address);
        var family = address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
        var answer = new SessionDescription();
        answer.AddLine('v', "0");
        answer.AddLine('o', $"- {Random.Shared.NextInt64(1, int.MaxValue)} 1 IN {family} {address}");
        answer.AddLine('s', "-");
        answer.AddLine('c', $"IN {family} {address}");
        answer.AddLine('t', "0 0");
        var taken = false;
        foreach (var media in offer.Media)
        {
            var codecs = taken || media.IsRefused || media.Kind != "audio" || media.IsSecure ? [] : Common(media, ours);
            answer.Media.Add(codecs.Count == 0 ? Refuse(media) : Take(media, codecs, port, wish.AnswerTo(offer.DirectionOf(media))));
            taken |= codecs.Count > 0;
        }
        return taken ? answer : null;
    }

    /// <summary>What of an answer does not fit its offer; <c>null</c> if it does.</summary>
    public static string? Misfit(SessionDescription offer, SessionDescription answer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(answer);
        if (offer.Media.Count != answer.Media.Count) return $"{answer.Media.Count} media answer {offer.Media.Count}";
        foreach (var (theirs, ours) in answer.Media.Zip(offer.Media))
        {
            if (theirs.Kind != ours.Kind) return $"{theirs.Kind} answers {ours.Kind}";
            if (theirs.IsRefused) continue;
            if (!theirs.Protocol.Equals(ours.Protocol, StringComparison.OrdinalIgnoreCase)) return $"{theirs.Protocol} answers {ours.Protocol}";
            if ((answer.DirectionOf(theirs) & ~offer.DirectionOf(ours).Reversed()) != 0) return $"{answer.DirectionOf(theirs).Name()} answers {offer.DirectionOf(ours).Name()}";
        }
        return null;
    }

    private static MediaDescription Refuse(MediaDescription offer) => new(offer.Kind, 0, offer.Protocol, offer.Formats);

    private static MediaDescription Take(MediaDescription offer, IReadOnlyList<SdpCodec> codecs, int port, MediaDirection direction)
    {
        var media = new MediaDescription(offer.Kind, port, offer.Protocol, codecs.Select(codec => codec.Payload.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var codec in codecs)
        {
            media.Add("rtpmap", codec.RtpMap);
            if (codec.Parameters is { } parameters) media.Add("fmtp", $"{codec.Payload} {parameters}");
        }
        media.SetDirection(direction);
        return media;
    }
}
