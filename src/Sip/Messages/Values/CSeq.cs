using System.Globalization;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>A request's number within its dialog, and its method. The number is below 2^31.</summary>
public readonly record struct CSeq(uint Number, string Method)
{
    public static bool TryParse(ReadOnlySpan<char> text, out CSeq cseq)
    {
        cseq = default;
        text = text.Trim();
        var space = text.IndexOfAny(' ', '\t');
        if (space <= 0 || !SipText.TryNumber(text[..space], out var number, int.MaxValue)) return false;
        var method = text[space..].Trim();
        if (!SipText.IsToken(method)) return false;
        cseq = new CSeq(number, SipMethods.Of(method));
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}

/// <summary>Which reliable provisional response a PRACK acknowledges (RFC 3262 section 7.2).</summary>
public readonly record struct RAck(uint ResponseNumber, CSeq CSeq)
{
    public static bool TryParse(ReadOnlySpan<char> text, out RAck rack)
    {
        rack = default;
        text = text.Trim();
        var space = text.IndexOfAny(' ', '\t');
        if (space <= 0 || !SipText.TryNumber(text[..space], out var number) || !CSeq.TryParse(text[space..], out var cseq)) return false;
        rack = new RAck(number, cseq);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ResponseNumber} {CSeq}");
}
