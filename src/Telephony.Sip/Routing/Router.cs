using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>
/// Where legs go. Phone numbers by trunk: those with the longest prefix first, among equals by chance and weight. SIP URIs as they are, where
/// the rules let them: what nothing allows is denied, since whoever may dial anywhere may dial at our cost.
/// </summary>
internal sealed class Router(SipSettings settings, TimeProvider time, Func<double> chance, string nodeId = "")
{
    private readonly List<Trunk> _trunks = [.. settings.Trunks.Select(trunk => new Trunk(trunk, time))];
    private readonly HostRules _allow = new(settings.Allow);
    private readonly HostRules _deny = new(settings.Deny);

    public IReadOnlyList<Trunk> Trunks => _trunks;

    public Route To(DialTarget target) => target.To switch
    {
        ['+', ..] => ToNumber(target),
        ['/', ..] => ToDevices(target),
        _ => ToUri(target),
    };

    /// <summary>Why nobody is called there, although the name that led there may be called; null: it is open.</summary>
    public string? WhyDenied(SipTarget found) =>
        _deny.RuleFor(found.EndPoint.Address) is { } rule ? $"{found.Host ?? "its host"} leads to {found.EndPoint.Address}, and the rules deny SIP URIs there ({rule})" : null;

    private Route ToNumber(DialTarget target)
    {
        var taking = _trunks
            .Select(trunk => (Trunk: trunk, Length: trunk.Match(target.To)))
            .Where(match => match.Length is not null)
            .ToList();
        var attempts = taking
            .Where(match => !match.Trunk.IsDead)
            .GroupBy(match => match.Length!.Value, match => match.Trunk)
            .OrderByDescending(group => group.Key)
            .SelectMany(Drawn)
            .Select(trunk => trunk.To(target.To, target))
            .ToList();
        return attempts.Count > 0 ? new Route(attempts) : Route.None(taking.Count > 0 ? "no trunk to this number answers" : "no trunk takes this number");
    }

    private Route ToUri(DialTarget target)
    {
        if (!SipUri.TryParse(target.To, out var uri) || !uri.IsSip) return Route.None("found no SIP URI to dial");
        if (Places(uri).FirstOrDefault(_deny.Matches) is { } denied) return Route.None($"the rules deny SIP URIs at {denied} ({_deny.RuleFor(denied)})");
        if (Places(uri).FirstOrDefault(place => !_allow.Matches(place)) is { } closed) return Route.None($"no rule allows SIP URIs at {closed}");
        return new Route([new Attempt(uri, CallerOf(target))
        {
            Credentials = target.Username is { } name ? new Credentials(name, target.Password ?? "") : null,
        }]);
    }

    /// <summary>A subscriber's phones, wherever they have registered from: who they are was asked then.</summary>
    private Route ToDevices(DialTarget target)
    {
        var name = target.To[(target.To.LastIndexOf('/') + 1)..];
        var subscriber = new NameAddress(new SipUri(UriScheme.Sip, name, settings.RegistrarDomain));
        List<Attempt> attempts = [];
        foreach (var text in target.Devices)
            if (DevicePlace.Read(text) is { } place && NameAddress.TryParse(place.Contact, out var contact) && !Places(contact.Uri).Any(_deny.Matches))
                attempts.Add(place.ToAttempt(contact.Uri, CallerOf(target), subscriber, nodeId));
        return attempts.Count > 0 ? new Route(attempts, AllAtOnce: true) : Route.None("the rules deny all of its phones");
    }

    /// <summary>Whom a URI names, and where it has its messages sent in spite of that: the rules are about both.</summary>
    private static IEnumerable<string> Places(SipUri uri) => uri.Parameters["maddr"] is { } instead ? [instead, uri.Host] : [uri.Host];

    private NameAddress CallerOf(DialTarget target)
    {
        var uri = SipUri.TryParse(target.From, out var told) && told.IsSip
            ? told
            : new SipUri(UriScheme.Sip, target.From.StartsWith('+') ? target.From : "anonymous", settings.RegistrarDomain);
        return new NameAddress(uri, target.FromName);
    }

    /// <summary>All of them, in an order drawn by weight.</summary>
    private IEnumerable<Trunk> Drawn(IEnumerable<Trunk> equals)
    {
        var left = equals.ToList();
        while (left.Count > 0)
        {
            var draw = chance() * left.Sum(trunk => trunk.Weight);
            var at = 0;
            while (at < left.Count - 1 && (draw -= left[at].Weight) >= 0) at++;
            yield return left[at];
            left.RemoveAt(at);
        }
    }
}
