using System.Net;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>Finds everything that is wrong with the settings, each with its key and what was expected.</summary>
public static class SettingsCheck
{
    public static IReadOnlyList<string> Problems(SipSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. General(settings).Concat(settings.Trunks.SelectMany((trunk, at) => Trunk(trunk, at, settings))).Select(problem => $"{SipSettings.Section}:{problem}")];
    }

    private static IEnumerable<string> General(SipSettings settings)
    {
        for (var i = 0; i < settings.Listen.Count; i++)
        {
            if (!ListenAddress.TryParse(settings.Listen[i], out var address))
                yield return $"Listen:{i}: found '{settings.Listen[i]}', expected udp, tcp, tls, ws or wss, an address and a port (udp:0.0.0.0:5060)";
            else if (address.NeedsCertificate && settings.CertificateFile is null)
                yield return $"CertificateFile: found none, expected one for {settings.Listen[i]}";
            else if (IPAddress.Any.Equals(address.EndPoint.Address) && settings.AdvertisedHost is null && address.NeedsCertificate)
                yield return "AdvertisedHost: found none, expected the name in the certificate";
        }

        foreach (var file in (string?[])[settings.CertificateFile, settings.KeyFile])
            if (file is not null && !File.Exists(file)) yield return $"CertificateFile, KeyFile: found no file {file}";
        foreach (var (name, host) in new[] { (nameof(settings.AdvertisedHost), settings.AdvertisedHost), (nameof(settings.Domain), settings.Domain) })
            if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown) yield return $"{name}: found '{host}', expected a host name or an address";
        foreach (var (name, rules) in new[] { (nameof(settings.Allow), settings.Allow), (nameof(settings.Deny), settings.Deny), (nameof(settings.AllowFrom), settings.AllowFrom) })
            foreach (var rule in rules)
                if (!HostRules.IsRule(rule)) yield return $"{name}: found '{rule}', expected a host, *.host, an address, a network or *";
        if (settings.SessionExpires < TimeSpan.FromSeconds(90)) yield return $"SessionExpires: found {settings.SessionExpires}, expected 90 s or more";
        if (settings.MessagesPerSecondAndSource < 0) yield return $"MessagesPerSecondAndSource: found {settings.MessagesPerSecondAndSource}, expected 0 or more";
        if (settings.LargestUdpRequest is < 1 or > 65_507) yield return $"LargestUdpRequest: found {settings.LargestUdpRequest}, expected 1 to 65507";
        if (settings.ConnectionsPerSource < 0) yield return $"ConnectionsPerSource: found {settings.ConnectionsPerSource}, expected 0 or more";
        if (settings.ProjectMaxCalls < 0) yield return $"ProjectMaxCalls: found {settings.ProjectMaxCalls}, expected 0 or more";
        if (settings.ProjectMaxCallsPerSecond < 0) yield return $"ProjectMaxCallsPerSecond: found {settings.ProjectMaxCallsPerSecond}, expected 0 or more";
        if (settings.ProjectMaxInboundCalls < 0) yield return $"ProjectMaxInboundCalls: found {settings.ProjectMaxInboundCalls}, expected 0 or more";
        if (settings.ProjectMaxInboundCallsPerSecond < 0) yield return $"ProjectMaxInboundCallsPerSecond: found {settings.ProjectMaxInboundCallsPerSecond}, expected 0 or more";
        foreach (var problem in Media(settings.Media)) yield return $"Media:{problem}";
    }

    private static IEnumerable<string> Media(MediaSettings media)
    {
        foreach (var engine in media.Engines)
            if (!EngineAddress.TryParse(engine, out _)) yield return $"Engines: found '{engine}', expected an address and a port (127.0.0.1:22222, http:127.0.0.1:22223)";
        if (media.DtmfListen is { } dtmf && !IPEndPoint.TryParse(dtmf, out _)) yield return $"DtmfListen: found '{dtmf}', expected an address and a port";
        if (!IPAddress.TryParse(media.SinkAddress, out _)) yield return $"SinkAddress: found '{media.SinkAddress}', expected an address";
        if (media.PingEvery <= TimeSpan.Zero) yield return $"PingEvery: found {media.PingEvery}, expected more than 0";
        if (media.PingsMissed < 1) yield return $"PingsMissed: found {media.PingsMissed}, expected 1 or more";
        foreach (var problem in Sounds(media.Sounds)) yield return $"Sounds:{problem}";
    }

    private static IEnumerable<string> Sounds(SoundSettings sounds)
    {
        if (sounds.Converter.Length == 0) yield return "Converter: found none, expected a program (ffmpeg)";
        if (sounds.MostFileBytes is < 1024 or > 100 * 1024 * 1024) yield return $"MostFileBytes: found {sounds.MostFileBytes}, expected 1 KiB to 100 MiB";
        if (sounds.Longest <= TimeSpan.Zero || sounds.Longest > TimeSpan.FromHours(1)) yield return $"Longest: found {sounds.Longest}, expected more than 0 and an hour at most";
        if (sounds.Patience <= TimeSpan.Zero || sounds.Patience > TimeSpan.FromMinutes(1)) yield return $"Patience: found {sounds.Patience}, expected more than 0 and a minute at most";
        if (sounds.KeepFor < TimeSpan.Zero) yield return $"KeepFor: found {sounds.KeepFor}, expected 0 or more";
        if (sounds.MostBytesKept < 0) yield return $"MostBytesKept: found {sounds.MostBytesKept}, expected 0 or more";
    }

    private static IEnumerable<string> Trunk(TrunkSettings trunk, int at, SipSettings settings)
    {
        var key = $"Trunks:{at}";
        if (trunk.Name.Length == 0) yield return $"{key}:Name: found none, expected one";
        if (settings.Trunks.Take(at).Any(other => other.Name == trunk.Name)) yield return $"{key}:Name: found '{trunk.Name}' again, expected another";
        if (!SipUri.TryParse(trunk.Uri, out var uri) || !uri.IsSip || uri.User is not null)
            yield return $"{key}:Uri: found '{trunk.Uri}', expected sip:host or sips:host, without a user";
        foreach (var prefix in trunk.Prefixes)
            if (prefix is not ['+', ..] || prefix.AsSpan(1).ContainsAnyExceptInRange('0', '9')) yield return $"{key}:Prefixes: found '{prefix}', expected + and digits";
        if (trunk.Weight is < 1 or > 1000) yield return $"{key}:Weight: found {trunk.Weight}, expected 1 to 1000";
        if (trunk.Password is not null && trunk.Username is null) yield return $"{key}:Username: found none, expected one with the password";
        if (trunk.FromDomain is { } domain && Uri.CheckHostName(domain) == UriHostNameType.Unknown) yield return $"{key}:FromDomain: found '{domain}', expected a host";
        if (trunk.MaxCalls < 0) yield return $"{key}:MaxCalls: found {trunk.MaxCalls}, expected 0 or more";
        if (trunk.MaxCallsPerSecond < 0) yield return $"{key}:MaxCallsPerSecond: found {trunk.MaxCallsPerSecond}, expected 0 or more";
        if (trunk.FirstResponse <= TimeSpan.Zero || trunk.FirstResponse > TimeSpan.FromSeconds(32))
            yield return $"{key}:FirstResponse: found {trunk.FirstResponse}, expected more than 0 and 32 s at most";
        if (trunk.OptionsEvery < TimeSpan.Zero || trunk.OptionsEvery > TimeSpan.FromDays(1))
            yield return $"{key}:OptionsEvery: found {trunk.OptionsEvery}, expected 0 to one day";
    }
}
