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

    /// <summary>The caller's description, to be written for another leg.</summary>
    public static NgDictionary Offer(string sdp, string from, string to, DialTarget? target = null)
    {
        var items = Exchange(sdp, from, to);
        if (target is null)
        {
            Plain(items);
            return items;
        }

        if (target.WebrtcMedia) Webrtc(items);
        else Encrypt(items, target.Encryption);
        if (target.Codecs.Count > 0) Transcode(items, target.Codecs);
        return items;
    }

    /// <summary>A leg's description, to be written for nobody, who takes G.711 whatever the leg speaks.</summary>
    public static NgDictionary OfferAside(string sdp, string from, string aside)
    {
        var items = Offer(sdp, from, aside);
        items["codec"] = new NgDictionary { ["transcode"] = new[] { "PCMU", "PCMA" } };
        return items;
    }

    /// <summary>A leg's description, to be written for the caller; towards him as he offered it himself.</summary>
    public static NgDictionary Answer(string sdp, string from, string to) => Exchange(sdp, from, to);

    /// <summary>Only this leg: never with from and to the other way round, which would end the whole call.</summary>
    public static NgDictionary Delete(string caller, string leg) => new() { ["from-tag"] = caller, ["to-tag"] = leg, ["via-branch"] = leg };

    public static NgDictionary Of(string tag) => new() { ["from-tag"] = tag };

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
    }

    private static void Encrypt(NgDictionary items, SrtpPolicy policy)
    {
        Plain(items);
        if (policy == SrtpPolicy.Forbidden) return;
        items["SDES"] = PlainSuites;
        if (policy == SrtpPolicy.Mandatory) items["transport-protocol"] = "RTP/SAVP";
        else items["OSRTP"] = new[] { "offer" };
    }

    private static void Webrtc(NgDictionary items)
    {
        items["transport-protocol"] = "UDP/TLS/RTP/SAVPF";
        items["ICE"] = "force";
        items["rtcp-mux"] = new[] { "require" };
        items["SDES"] = new[] { "off" };
        items["flags"] = (string[])[.. Flags, "generate mid"];
        Transcode(items, ["opus"]);
    }

    /// <summary>An ordered list of what may be offered; the engine translates.</summary>
    private static void Transcode(NgDictionary items, IEnumerable<string> codecs) => items["codec"] = new NgDictionary
    {
        ["mask"] = new[] { "all" },
        ["transcode"] = (string[])[.. codecs, TelephoneEvent],
    };
}
