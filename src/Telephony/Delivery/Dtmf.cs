using System.Buffers;

namespace Orchestrator.Telephony.Delivery;

public static class Dtmf
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789*#ABCD");
    private static readonly SearchValues<char> DigitsAndPauses = SearchValues.Create("0123456789*#ABCDwW");

    public static bool IsDigit(char digit) => Digits.Contains(digit);

    public static bool CanBeSent(string digits) => digits.Length > 0 && !digits.AsSpan().ContainsAnyExcept(DigitsAndPauses);
}
