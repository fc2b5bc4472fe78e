using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Timeline;

/// <summary>How verdicts say numbers, legs and reasons.</summary>
internal static class Phrases
{
    /// <summary>How many legs are named one by one; more are counted.</summary>
    public const int NamedAtMost = 4;

    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    public static string Number(int number) => number < Numbers.Length ? Numbers[number] : $"{number}";

    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>B1, B2 and B3; or so many legs.</summary>
    public static string Names(IReadOnlyList<int> legs, string last = " and ") => legs.Count switch
    {
        1 => $"B{legs[0]}",
        <= NamedAtMost => $"{string.Join(", ", legs.SkipLast(1).Select(leg => $"B{leg}"))}{last}B{legs[^1]}",
        _ => Count(legs.Count, "leg"),
    };

    public static string Of(FailedReason reason) => reason switch
    {
        FailedReason.Declined => "declined",
        FailedReason.Busy => "busy",
        FailedReason.NoAnswer => "no answer",
        FailedReason.Cancel => "cancelled",
        _ => "an error",
    };

    public static string Of(EndReason reason) => reason switch
    {
        EndReason.Hangup => "hung up",
        EndReason.Busy => "busy",
        EndReason.NoAnswer => "no answer",
        EndReason.Cancel => "cancelled",
        EndReason.Declined => "declined",
        _ => "error",
    };

    public static string Of(BridgeEnd end) => end switch
    {
        BridgeEnd.Callee => "hung up by the callee",
        BridgeEnd.Caller => "hung up by the caller",
        BridgeEnd.MaxDuration => "ended by max_duration",
        BridgeEnd.ApiRequest => "ended by the API",
        _ => "a leg was lost",
    };
}
