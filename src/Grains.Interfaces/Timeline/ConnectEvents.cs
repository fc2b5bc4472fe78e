using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <param name="GroupSizes">How many legs each group has, in order.</param>
/// <param name="MaxDurationSeconds">Longest the bridge may last.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ConnectAccepted")]
public sealed record ConnectAccepted(int[] GroupSizes, int MaxDurationSeconds, bool AnswerOnBridge) : TimelineEvent
{
    public override string Sentence =>
        $"Connect accepted: {Words.Count(GroupSizes.Sum(), "leg")} in {Words.Count(GroupSizes.Length, "group")}.";
}

/// <param name="Group">Which group, from 1.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.GroupStarted")]
public sealed record GroupStarted(int Group, int Groups, int Legs) : TimelineEvent
{
    public override string Sentence => $"Group {Group} of {Groups}: dialing {Words.Count(Legs, "leg")}.";
}

/// <param name="Leg">The leg's number in the plan, from 1.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegWon")]
public sealed record LegWon(int Leg) : TimelineEvent
{
    public override string Sentence => $"B{Leg} won; no other leg can any more.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LateAnswerRefused")]
public sealed record LateAnswerRefused(int Leg) : TimelineEvent
{
    public override string Sentence => $"B{Leg} answered when it was too late, and was released.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.ConnectBridged")]
public sealed record ConnectBridged(int Leg) : TimelineEvent
{
    public override string Sentence => $"The caller and B{Leg} are connected.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.ConnectDisconnected")]
public sealed record ConnectDisconnected(BridgeEnd EndedBy, double BridgedSeconds) : TimelineEvent
{
    public override string Sentence => $"The bridge ended after {Words.Seconds(BridgedSeconds)}: {Words.Of(EndedBy)}.";
    public override bool IsAbnormal => EndedBy == BridgeEnd.Error;
}

[GenerateSerializer, Immutable, Alias("orchestrator.ConnectFailed")]
public sealed record ConnectFailed(FailedReason Reason, Fault Fault, string? Detail) : TimelineEvent
{
    public override string Sentence => Detail is null
        ? $"Connect failed: {SnakeCase.Of(Reason)}."
        : $"Connect failed: {SnakeCase.Of(Reason)}, {Detail}.";

    public override bool IsAbnormal => true;
}
