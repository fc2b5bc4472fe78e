using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Controls;

/// <summary>Something to be done on a call from outside its script: a playback, collecting digits, or a transfer by REFER; exactly one of these.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.ControlOrder")]
public sealed record ControlOrder
{
    [Id(0)] public required string ProjectId { get; init; }

    /// <summary>The client's name for it, which its events carry: ordered twice under it, it is done once.</summary>
    [Id(1)] public required string ControlId { get; init; }

    /// <summary>Tells another order under the same name from the same one again.</summary>
    [Id(2)] public required string Digest { get; init; }

    /// <summary>Where its events go; null: nowhere.</summary>
    [Id(3)] public CallbackUrl? StatusUrl { get; init; }
    [Id(4)] public PlayOrder? Play { get; init; }
    [Id(5)] public CollectOrder? Collect { get; init; }
    [Id(6)] public ReferOrder? Refer { get; init; }

    public override string ToString() => nameof(ControlOrder);
}

/// <param name="Playables">Audio files, <c>ring:</c>, <c>silence:</c>, <c>say:</c>, in order.</param>
/// <param name="Repeat">Begin again after the last one, until it is stopped.</param>
/// <param name="Volume">−40 to 40 dB; 0 leaves it as it is.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.PlayOrder")]
public sealed record PlayOrder(
    IReadOnlyList<string> Playables, bool Repeat, double Volume, string? Voice = null, string? Language = null, string? Gender = null);

/// <param name="MaxDigits">How many digits end the input.</param>
/// <param name="Terminators">Any of these ends the input, and is no part of it.</param>
/// <param name="DigitTimeout">Longest pause after a digit.</param>
/// <param name="InitialTimeout">Longest wait for the first digit.</param>
/// <param name="StartTimers">Whether that wait is counted from the start; otherwise from when the client says so.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.CollectOrder")]
public sealed record CollectOrder(int MaxDigits, string Terminators, TimeSpan DigitTimeout, TimeSpan InitialTimeout, bool StartTimers);

/// <param name="To">A <c>sip:</c> or <c>sips:</c> URI.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ReferOrder")]
public sealed record ReferOrder(string To, string? Username = null, string? Password = null)
{
    public override string ToString() => nameof(ReferOrder);
}

/// <summary>The order, and what the call knows that the client does not.</summary>
/// <param name="NodeId">The node whose plane carries the call.</param>
/// <param name="Heard">Number of the latest digit of the call: those that are told again are not heard again.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.BeginControl")]
public sealed record BeginControl(string CallId, string NodeId, ControlOrder Order, long Heard);
