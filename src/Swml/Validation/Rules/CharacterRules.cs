using System.Buffers;

namespace Orchestrator.Swml.Validation.Rules;

internal static class CharacterRules
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>RFC 3261, <c>token</c>.</summary>
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(Alphanumeric + "-.!%*_+`'~");

    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>No line break, NUL or other control character: nothing that could end a header or a request line.</summary>
    public static bool HasNoControls(string text) => !text.Any(char.IsControl);

    public static bool HasNoControlsOrSpaces(string text) => !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));

    /// <summary>Letters, digits, those of <paramref name="marks"/>, and percent escapes.</summary>
    public static bool IsEscaped(ReadOnlySpan<char> text, string marks)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsAsciiLetterOrDigit(text[index]) || marks.Contains(text[index])) continue;
            var isEscape = text[index] == '%' && index + 2 < text.Length
                && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]);
            if (!isEscape) return false;
            index += 2;
        }

        return true;
    }
}
