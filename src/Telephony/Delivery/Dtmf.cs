using System.Buffers;

namespace Orchestrator.Telephony.Delivery;

public static class Dtmf
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789*#ABCD");
    private static readonly SearchValues<char> DigitsAndPauses = SearchValues.Create("0123456789*#ABCDwW");

    private const string ByNumber = "0123456789*#ABCD";

    /// <summary>The number of its event (RFC 4733 section 3.2).</summary>
    public static int NumberOf(char digit) => ByNumber.IndexOf(digit, StringComparison.Ordinal);

    public static bool IsDigit(char digit) => Digits.Contains(digit);

    public static bool CanBeSent(string digits) => digits.Length > 0 && !digits.AsSpan().ContainsAnyExcept(DigitsAndPauses);
}
