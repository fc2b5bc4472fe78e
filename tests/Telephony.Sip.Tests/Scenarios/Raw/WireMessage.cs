using System.Globalization;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

/// <summary>A message as it came off the wire, read with nothing of ours.</summary>
internal sealed record WireMessage(string Text)
{
    private string[] Head => Text.Split("\r\n\r\n", 2)[0].Split("\r\n");

    public string FirstLine => Head[0];

    public bool IsRequest => !FirstLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    public int Status => int.Parse(FirstLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The method, of a response that of its request.</summary>
    public string Method => this["CSeq"].Split(' ')[1];

    /// <summary><c>INVITE</c>, <c>200 BYE</c>.</summary>
    public string Summary => IsRequest ? FirstLine.Split(' ')[0] : $"{Status} {Method}";

    public string Body => Text.Split("\r\n\r\n", 2)[1];

    /// <summary>The first header of that name; empty if there is none.</summary>
    public string this[string header] => All(header).FirstOrDefault() ?? "";

    public IEnumerable<string> All(string header) => Head.Skip(1)
        .Select(line => line.Split(':', 2))
        .Where(pair => pair[0].Equals(header, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1].Trim());

    /// <summary>The URI of an address header, without its angle brackets.</summary>
    public string UriOf(string header) => this[header].Split('<', 2) is [_, var rest] ? rest.Split('>')[0] : this[header].Split(';')[0];

    /// <summary>The lines of a header as they stand, to be copied into another message.</summary>
    public string Lines(string header) => string.Concat(All(header).Select(value => $"{header}: {value}\r\n"));

    public override string ToString() => Text;
}
