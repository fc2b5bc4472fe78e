using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>An address with its name and parameters, as From, To, Contact, Route and their like carry it.</summary>
/// <param name="DisplayName">Without quotes; <c>null</c> if there is none.</param>
/// <param name="Parameters">Those of the header, not of the URI.</param>
public sealed record NameAddress(SipUri Uri, string? DisplayName = null, SipParameters? Parameters = null)
{
    public SipParameters Parameters { get; init; } = Parameters ?? SipParameters.None;

    public string? Tag => Parameters["tag"];

    public NameAddress WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    /// <exception cref="SipFormatException">The text is no address.</exception>
    public static NameAddress Parse(string text) =>
        SipFormatException.Require(TryParse(text, out var address), address!, "address", text);

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        text = text.Trim();
        string? name = null;
        if (text.Length > 0 && text[0] == '"')
        {
            var end = SipText.EndOfQuoted(text, 0);
            if (end < 0) return false;
            name = SipText.Unquote(text[..(end + 1)]);
            text = text[(end + 1)..].TrimStart();
            if (text.IsEmpty || text[0] != '<') return false;
        }
        var open = text.IndexOf('<');
        return open < 0 ? TryBare(text, ref address) : TryBracketed(text, open, name, ref address);
    }

    private static bool TryBracketed(ReadOnlySpan<char> text, int open, string? name, ref NameAddress? address)
    {
        if (open > 0)
        {
            if (!AreTokens(text[..open])) return false;
            name = text[..open].Trim().ToString();
        }
        var close = text.IndexOf('>');
        if (close < open || !SipUri.TryParse(text[(open + 1)..close], out var uri)) return false;
        if (!SipParameters.TryParse(text[(close + 1)..], out var parameters)) return false;
        address = new NameAddress(uri, name, parameters);
        return true;
    }

    // Without brackets whatever follows a semicolon belongs to the header, and the URI may have neither comma nor question mark.
    private static bool TryBare(ReadOnlySpan<char> text, ref NameAddress? address)
    {
        var end = text.IndexOf(';');
        var uriText = end < 0 ? text : text[..end].TrimEnd();
        if (uriText.ContainsAny(',', '?') || !SipUri.TryParse(uriText, out var uri)) return false;
        if (!SipParameters.TryParse(end < 0 ? [] : text[end..], out var parameters)) return false;
        address = new NameAddress(uri, null, parameters);
        return true;
    }

    private static bool AreTokens(ReadOnlySpan<char> text)
    {
        foreach (var word in text.SplitAny(' ', '\t'))
            if (!text[word].IsEmpty && !IsWord(text[word])) return false;
        return true;
    }

    // Phones send names in UTF-8 without quotes; the grammar wants them quoted, and nothing is lost by taking them.
    private static bool IsWord(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (c < 0x80 && !SipText.IsToken([c])) return false;
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder(96);
        if (DisplayName is not null) text.Append(SipText.Quote(SipText.Safe(DisplayName, nameof(DisplayName)))).Append(' ');
        text.Append('<');
        Uri.WriteTo(text);
        text.Append('>');
        Parameters.WriteTo(text);
        return text.ToString();
    }
}
