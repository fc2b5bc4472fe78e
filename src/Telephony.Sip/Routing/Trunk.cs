using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>A trunk: how it wants its INVITEs written, and how many it takes.</summary>
internal sealed class Trunk(TrunkSettings settings, TimeProvider time)
{
    private readonly SipUri _uri = SipUri.Parse(settings.Uri);
    private readonly Credentials? _credentials = settings.Username is { } name ? new Credentials(name, settings.Password ?? "") : null;

    private bool _isDead;

    public string Name => settings.Name;

    public int Weight => settings.Weight;

    public SipUri Uri => _uri;

    public TimeSpan FirstResponse => settings.FirstResponse;

    public TimeSpan OptionsEvery => settings.OptionsEvery;

    /// <summary>It has stopped to answer: passed over until it answers again.</summary>
    public bool IsDead
    {
        get => Volatile.Read(ref _isDead);
        set => Volatile.Write(ref _isDead, value);
    }

    public TrunkLoad Load { get; } = new(settings.MaxCalls, settings.MaxCallsPerSecond, time);

    /// <summary>The length of the longest of its prefixes that the number begins with; null if it does not take the number.</summary>
    public int? Match(string number)
    {
        if (settings.Prefixes.Count == 0) return 0;
        int? longest = null;
        foreach (var prefix in settings.Prefixes)
            if (number.StartsWith(prefix, StringComparison.Ordinal) && prefix.Length > (longest ?? -1)) longest = prefix.Length;
        return longest;
    }

    public Attempt To(string number, Port.DialTarget target)
    {
        var caller = new SipUri(UriScheme.Sip, UserOf(target.From), settings.FromDomain ?? _uri.Host);
        var headers = settings.AssertIdentity ? [new SipHeader("P-Asserted-Identity", new NameAddress(caller, target.FromName).ToString())] : Array.Empty<SipHeader>();
        return new Attempt(_uri with { User = Write(number, settings.NumberFormat) }, new NameAddress(caller, target.FromName), this)
        {
            Credentials = _credentials,
            Headers = headers,
            FirstResponse = settings.FirstResponse,
        };
    }

    private string? UserOf(string callerId)
    {
        if (callerId.StartsWith('+')) return Write(callerId, settings.CallerIdFormat);
        return SipUri.TryParse(callerId, out var uri) ? uri.User : "anonymous";
    }

    private static string Write(string number, NumberFormat format) => format == NumberFormat.Plain ? number.TrimStart('+') : number;
}
