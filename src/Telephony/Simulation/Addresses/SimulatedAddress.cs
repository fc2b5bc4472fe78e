namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>Reads what a far end does from the address that is dialed.</summary>
internal static class SimulatedAddress
{
    private const string Host = "sim";

    public static AddressReading Read(string address)
    {
        if (address.StartsWith('+')) return PhoneNumber.Read(address);

        foreach (var scheme in (ReadOnlySpan<string>)["sip:", "sips:"])
        {
            if (address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return ReadSip(address[scheme.Length..]);
        }

        return AddressReading.Wrong("found an address of another kind, expected a phone number with + or sip:NAME@sim");
    }

    /// <summary>The first @ parts user and host: a later one belongs to <c>digits=D@T</c>.</summary>
    private static AddressReading ReadSip(string uri)
    {
        var at = uri.IndexOf('@');
        if (at <= 0) return AddressReading.Wrong("found no name before the host, expected sip:NAME@sim");

        var withoutHeaders = uri[(at + 1)..].Split('?')[0];
        var parts = withoutHeaders.Split(';');
        var host = parts[0].Split(':')[0];
        if (!host.Equals(Host, StringComparison.OrdinalIgnoreCase))
            return AddressReading.Wrong($"found host '{host}', expected '{Host}'");

        var script = new FarEndScript();
        foreach (var parameter in parts.AsSpan(1))
        {
            if (script.Add(parameter) is { } problem) return AddressReading.Wrong(problem);
        }

        return script.Finish();
    }
}
