using System.Globalization;

namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>Phone numbers: the last four digits of +1555010 NNNN say what happens; every other number is an ordinary phone.</summary>
internal static class PhoneNumber
{
    private const string Scripted = "+1555010";
    private const int LastThatAnswersByNumber = 399;
    private const int MillisecondsEach = 10;

    public static AddressReading Read(string number)
    {
        if (number.Length is < 3 or > 16 || number[1] == '0' || number.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return AddressReading.Wrong($"found '{number}', expected + and 2 to 15 digits, the first not 0");

        var isScripted = number.Length == Scripted.Length + 4 && number.StartsWith(Scripted, StringComparison.Ordinal);
        return AddressReading.Of(isScripted
            ? Rule(int.Parse(number.AsSpan(Scripted.Length), CultureInfo.InvariantCulture))
            : FarEnd.Ordinary);
    }

    private static FarEnd Rule(int last) => last switch
    {
        <= LastThatAnswersByNumber => FarEnd.RingsAndAnswers(TimeSpan.FromMilliseconds(last * MillisecondsEach)),
        486 or 600 or 603 or 480 or 404 or 503 => FarEnd.RingsAndRejects(last),
        408 => FarEnd.RingsForEver(CancelReply.Confirm),
        487 => FarEnd.RingsForEver(CancelReply.Answer),
        999 => FarEnd.Silent,
        _ => FarEnd.Ordinary,
    };
}
