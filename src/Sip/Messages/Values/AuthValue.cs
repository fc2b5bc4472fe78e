using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>A challenge or an authorization: a scheme, and parameters behind commas.</summary>
public sealed record AuthValue(string Scheme, SipParameters Parameters)
{
    public bool IsDigest => Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase);

    public string? this[string name] => Parameters[name];

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out AuthValue? value)
    {
        value = null;
        text = text.Trim();
        var space = text.IndexOfAny(' ', '\t');
        var scheme = space < 0 ? text : text[..space];
        if (!SipText.IsToken(scheme)) return false;
        var rest = space < 0 ? "" : string.Concat(",", text[space..].Trim());
        if (!SipParameters.TryParse(rest.Length == 1 ? "" : rest, out var parameters, ',')) return false;
        value = new AuthValue(scheme.ToString(), parameters);
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder(Scheme, 200);
        var separator = " ";
        foreach (var (name, value) in Parameters)
        {
            text.Append(separator).Append(name).Append('=').Append(value);
            separator = ", ";
        }
        return text.ToString();
    }
}
