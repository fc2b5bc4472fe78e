using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>What the engine is asked for each need, flag by flag.</summary>
internal static class NgRequests
{
    private const string TelephoneEvent = "telephone-event";

    // Without port latching the caller's port would move at each answer; digits can be sent only where that was asked for from the beginning.
    private static readonly string[] Flags = ["port latching", "inject DTMF"];

    // AES in counter mode, which everybody has: phones that choose GCM have been seen not to understand what the engine then sends.
    private static readonly string[] PlainSuites =
    [
        "no-NULL_HMAC_SHA1_80", "no-NULL_HMAC_SHA1_32", "no-F8_128_HMAC_SHA1_80", "no-F8_128_HMAC_SHA1_32", "no-AES_192_CM_HMAC_SHA1_80", "no-AES_192_CM_HMAC_SHA1_32",
        "no-AEAD_AES_256_GCM", "no-AEAD_AES_128_GCM",
    ];

    /// <summary>What the leg speaks, and G.711.</summary>
    public static NgDictionary AlsoG711 => new() { ["transcode"] = new[] { "PCMU", "PCMA" } };

    /// <summary>An ordered list of what may be offered; the engine translates.</summary>
    public static NgDictionary Only(IEnumerable<string> codecs) => new()
    {
        ["mask"] = new[] { "all" },
        ["transcode"] = (string[])[.. codecs, TelephoneEvent],
    };

    /// <summary>The caller's description, to be written for another leg.</summary>
    public static NgDictionary Offer(string sdp, string from, string to, DialTarget target)
    {
        var items = Ask(sdp, from, to);
        if (target.WebrtcMedia == true) Webrtc(items, sdp);
        else Encrypt(items, target.Encryption);
        if (target.Codecs.Count > 0) items["codec"] = Accept(sdp, Only(target.Codecs));
        return items;
    }

    /// <summary>A leg's description, to be written in plain RTP.</summary>
    public static NgDictionary OfferPlain(string sdp, string from, string to, NgDictionary codec)
    {
        var items = Exchange(sdp, from, to);
        Plain(items);
        items["codec"] = Accept(sdp, codec);
        return items;
    }

    /// <summary>A leg's changed description, to be written for whom it is joined to: the way that one was offered, or offered himself.</summary>
    /// <param name="target">Null: he called.</param>
    public static NgDictionary Reoffer(string sdp, string from, string to, DialTarget? target, string theirs)
    {
        var items = Ask(sdp, from, to);
        if (target is { WebrtcMedia: true }) Webrtc(items, sdp);
        else if (target is not null) Encrypt(items, target.Encryption);
        else if (theirs.Contains(" RTP/AVP ", StringComparison.Ordinal)) Plain(items);
        return items;
    }

    /// <summary>A leg's description, to be written for the caller; towards him as he offered it himself.</summary>
    public static NgDictionary Answer(string sdp, string from, string to) => Exchange(sdp, from, to);

    /// <summary>Only this leg: never with from and to the other way round, which would end the whole call.</summary>
    public static NgDictionary Delete(string caller, string leg) => new() { ["from-tag"] = caller, ["to-tag"] = leg, ["via-branch"] = leg };

    /// <summary>One whom another one hears; what is asked of the two is done to all whom that other one hears.</summary>
    public static NgDictionary Between(string heard, string hears) => new() { ["from-tag"] = heard, ["to-tag"] = hears };

    /// <param name="wave">A WAV file, that it hears so many times.</param>
    public static NgDictionary Play(string hears, byte[] wave, int times) => new() { ["from-tag"] = hears, ["blob"] = new NgValue.Bytes(wave), ["repeat-times"] = times };

    public static NgDictionary Of(string tag) => new() { ["from-tag"] = tag };

    private static NgDictionary Ask(string sdp, string from, string to)
    {
        var items = Exchange(sdp, from, to);
        items["codec"] = Accept(sdp, new NgDictionary());
        return items;
    }

    /// <summary>What the other one speaks is translated if this one does not take it.</summary>
    private static NgDictionary Accept(string sdp, NgDictionary codec)
    {
        if (Spoken.Of(sdp) is { } spoken) codec["accept"] = new[] { spoken };
        return codec;
    }

    private static NgDictionary Exchange(string sdp, string from, string to) => new()
    {
        ["sdp"] = sdp,
        ["from-tag"] = from,
        ["to-tag"] = to,
        ["via-branch"] = to,
        ["flags"] = Flags,
        ["replace"] = new[] { "origin" },
    };

    private static void Plain(NgDictionary items)
    {
        items["transport-protocol"] = "RTP/AVP";
        items["DTLS"] = "off";
        items["ICE"] = "remove";
        // RTP and RTCP of whoever offers share a port if he wants it so, although this one is not asked: else what his ICE has agreed on would be given up.
        items["rtcp-mux"] = new[] { "demux" };
    }

    private static void Encrypt(NgDictionary items, SrtpPolicy policy)
    {
        Plain(items);
        if (policy == SrtpPolicy.Forbidden) return;
        items["SDES"] = PlainSuites;
        if (policy == SrtpPolicy.Mandatory) items["transport-protocol"] = "RTP/SAVP";
        else items["OSRTP"] = new[] { "offer" };
    }

    private static void Webrtc(NgDictionary items, string sdp)
    {
        items["transport-protocol"] = "UDP/TLS/RTP/SAVPF";
        items["ICE"] = "force";
        items["rtcp-mux"] = new[] { "require", "accept" };
        items["SDES"] = new[] { "off" };
        items["flags"] = (string[])[.. Flags, "generate mid"];
        items["codec"] = Accept(sdp, Only(["opus"]));
    }
}
