using System.Globalization;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>How sentences of the timeline say numbers and causes.</summary>
public static class Words
{
    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary>Seconds to a tenth: <c>31.2 s</c>.</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    /// <summary>A text of somebody else's on one line, and no more of it than this many characters.</summary>
    public static string Line(string text, int longest)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= longest) return line;
        return $"{line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)]}...";
    }

    public static string Of(BridgeEnd end) => end switch
    {
        BridgeEnd.Callee => "hung up by the callee",
        BridgeEnd.Caller => "hung up by the caller",
        BridgeEnd.MaxDuration => "max_duration was reached",
        BridgeEnd.ApiRequest => "the API asked for it",
        _ => "a leg was lost",
    };

    public static string Of(ReleaseCause cause) => cause switch
    {
        ReleaseCause.LostRace => "another leg won",
        ReleaseCause.CallerGone => "the caller gave up",
        ReleaseCause.CallerHungUp => "the caller hung up",
        ReleaseCause.NoAnswer => "nobody answered in time",
        ReleaseCause.NotConfirmed => "it was not confirmed",
        ReleaseCause.ApiRequest => "the API asked for it",
        ReleaseCause.MaxDuration => "max_duration was reached",
        ReleaseCause.ConnectOver => "its connect is over",
        ReleaseCause.ScriptHungUp => "its script ended it",
        ReleaseCause.NoSuchAddress => "there is no such address",
        _ => "an error of the engine",
    };
}
