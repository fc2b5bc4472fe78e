using System.Globalization;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>From an INVITE to who calls, and whom.</summary>
internal static class CallerReader
{
    public static IncomingCall Read(Orchestrator.Sip.UserAgents.IncomingCall call)
    {
        var request = call.Request;
        var (from, to) = (AddressOf(request.From.Uri), CalledBy(call));
        return new IncomingCall
        {
            From = from,
            To = to,
            FromName = request.From.DisplayName,
            Kind = call.Source.Protocol is SipProtocol.Ws or SipProtocol.Wss ? CallerKind.Webrtc : from[0] == '+' && to[0] == '+' ? CallerKind.Phone : CallerKind.Sip,
            Headers = [.. request.Headers.Where(header => header.Name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)).Select(header => KeyValuePair.Create(header.Name, header.Value))],
            SipData = [.. DataOf(request)],
        };
    }

    /// <summary>Whom he calls.</summary>
    public static string CalledBy(Orchestrator.Sip.UserAgents.IncomingCall call) => AddressOf(call.Request.Uri);

    /// <summary>A number where the user is one, else the URI without what is only for its transport.</summary>
    private static string AddressOf(SipUri uri)
    {
        var user = uri.Scheme == UriScheme.Tel ? uri.User : uri.UserText;
        if (user is ['+', >= '1' and <= '9', ..] && user.Length is >= 3 and <= 16 && !user.AsSpan(1).ContainsAnyExceptInRange('0', '9')) return user;
        return (uri with { Parameters = SipParameters.None, HeaderPart = null, Password = null }).ToString();
    }

    private static IEnumerable<KeyValuePair<string, string>> DataOf(SipRequest request)
    {
        var contact = request.Contacts is [{ Uri: var first }, ..] ? first : null;
        foreach (var (name, uri) in new[] { ("from", request.From.Uri), ("to", request.To.Uri), ("req", request.Uri), ("contact", contact) })
        {
            if (uri is null) continue;
            if (uri.User is { } user) yield return new($"sip_{name}_user", user);
            if (uri.Host.Length > 0) yield return new($"sip_{name}_host", uri.Host);
            if (uri.Port > 0) yield return new($"sip_{name}_port", uri.Port.ToString(CultureInfo.InvariantCulture));
            yield return new($"sip_{name}_uri", uri.ToString());
        }

        yield return new("sip_call_id", request.CallId);
    }
}
