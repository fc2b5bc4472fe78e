namespace Orchestrator.Grains.Interfaces.Timeline;

[GenerateSerializer, Immutable, Alias("orchestrator.ScriptStarted")]
public sealed record ScriptStarted : TimelineEvent
{
    public override string Sentence => "The script started.";
}

/// <summary>A step that waits for something outside has begun.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Pointer">JSON pointer of the step in its document.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.MethodStarted")]
public sealed record MethodStarted(string Method, string Pointer) : TimelineEvent
{
    public override string Sentence => $"Step {Pointer}: {Method}.";
}

/// <param name="Result">success, failed, match_digits, connected, …</param>
/// <param name="Detail">Why it failed, one clause for people, where that is known.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.MethodEnded")]
public sealed record MethodEnded(string Method, string Result, string? Detail = null) : TimelineEvent
{
    public override string Sentence => Detail is null ? $"{Method} ended: {Result}." : $"{Method} ended: {Result} ({Detail}).";
    public override bool IsAbnormal => Detail is not null;
}

/// <param name="Transfers">How many there have been on this call.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ScriptTransferred")]
public sealed record ScriptTransferred(int Transfers) : TimelineEvent
{
    public override string Sentence => "The call was transferred to another script.";
}

/// <param name="Code">A code of calling SWML.</param>
/// <param name="Pointer">The step at which it failed; empty: the document could not be had.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ScriptFailed")]
public sealed record ScriptFailed(string Code, string Pointer, string Detail) : TimelineEvent
{
    public override string Sentence => $"The script failed at {(Pointer.Length == 0 ? "its document" : Pointer)} ({Code}): {Detail}.";
    public override bool IsAbnormal => true;
}

/// <param name="Outcome">completed, hung_up, call_gone, gave_way.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ScriptEnded")]
public sealed record ScriptEnded(string Outcome) : TimelineEvent
{
    public override string Sentence => $"The script ended: {Outcome.Replace('_', ' ')}.";
}
