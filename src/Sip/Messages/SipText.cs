using System.Buffers;
using System.Globalization;

namespace Orchestrator.Sip.Messages;

/// <summary>What the grammars of RFC 3261 section 25 have in common.</summary>
internal static class SipText
{
    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~");

    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n\0");

    public static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(TokenChars);

    /// <summary>Text that would end a header and begin another, or be cut off by some reader.</summary>
    public static bool HasBreak(ReadOnlySpan<char> text) => text.ContainsAny(Breaks);

    /// <exception cref="ArgumentException">The text holds CR, LF or NUL: header injection.</exception>
    public static string Safe(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        return HasBreak(text) ? throw new ArgumentException($"{what} holds CR, LF or NUL, which no SIP message may carry.", what) : text;
    }

    /// <summary>Digits only, within the range; a sign or a space makes it no number.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out uint number, uint most = uint.MaxValue) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;

    /// <summary>Where a character stands outside of quoted strings and angle brackets; the length if nowhere, -1 if quotes do not end.</summary>
    public static int IndexOutside(ReadOnlySpan<char> text, char wanted)
    {
        var inBrackets = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && !inBrackets)
            {
                i = EndOfQuoted(text, i);
                if (i < 0) return -1;
            }
            else if (!inBrackets && c == wanted) return i;
            else if (c == '<') inBrackets = true;
            else if (c == '>') inBrackets = false;
        }
        return text.Length;
    }

    /// <summary>The closing quote of the quoted string that opens at <paramref name="start"/>, or -1.</summary>
    public static int EndOfQuoted(ReadOnlySpan<char> text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }
        return -1;
    }

    public static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    /// <summary>The text between quotes, without the backslashes that escape; other text as it is.</summary>
    public static string Unquote(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"') return text.ToString();
        text = text[1..^1];
        if (!text.Contains('\\')) return text.ToString();
        var plain = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) i++;
            plain[length++] = text[i];
        }
        return new string(plain, 0, length);
    }
}
