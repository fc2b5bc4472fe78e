namespace Orchestrator.Grains.Interfaces.Timeline;

/// <param name="Method">play, collect or refer.</param>
/// <param name="ControlId">The client's name for it.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ControlStarted")]
public sealed record ControlStarted(string Method, string ControlId) : TimelineEvent
{
    public override string Sentence => $"The API asked for a {Method}.";
}

/// <param name="Change">paused, resumed, volume or timers_started.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ControlChanged")]
public sealed record ControlChanged(string Method, string ControlId, string Change) : TimelineEvent
{
    public override string Sentence => $"The API's {Method}: {Change.Replace('_', ' ')}.";
}

/// <param name="Result">finished or error of a play; digit, no_match, no_input or error of a collect; success, busy, noAnswer, cancel or error of a refer.</param>
/// <param name="Detail">Why it failed, one clause for people, where that is known.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ControlEnded")]
public sealed record ControlEnded(string Method, string ControlId, string Result, string? Detail = null) : TimelineEvent
{
    public override string Sentence => $"The API's {Method} ended: {Result.Replace('_', ' ')}{(Detail is null ? "" : $" ({Detail})")}.";
    public override bool IsAbnormal => Result == "error";
}

/// <summary>Something that the script, or the API, tells whoever follows the call.</summary>
/// <param name="Event">What is told, as JSON.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.UserEventSent")]
public sealed record UserEventSent(string Event) : TimelineEvent
{
    /// <summary>As much of the event as fits a line; all of it is among the details.</summary>
    private const int Longest = 120;

    public override string Sentence => $"User event {Words.Line(Event, Longest)}.";
}
