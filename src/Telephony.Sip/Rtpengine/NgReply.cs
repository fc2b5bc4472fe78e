namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>What an engine answered, or that it did not.</summary>
/// <param name="Items">Empty if there was no answer.</param>
public sealed record NgReply(NgOutcome Outcome, NgDictionary Items)
{
    internal static NgReply Silence { get; } = new(NgOutcome.NoAnswer, new NgDictionary());

    internal static NgReply Refusal(string reason) => new(NgOutcome.Refused, new NgDictionary { ["error-reason"] = reason });

    internal static NgReply Of(NgDictionary items) =>
        new(items.Text("result") is "ok" or "pong" ? NgOutcome.Done : NgOutcome.Refused, items);

    public bool IsDone => Outcome == NgOutcome.Done;

    public string? Sdp => Items.Text("sdp");

    /// <summary>Why it was refused.</summary>
    public string? Error => Items.Text("error-reason");

    /// <summary>How long what was started plays.</summary>
    public TimeSpan? Duration => Items.Number("duration") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}

public enum NgOutcome
{
    Done,

    /// <summary>The engine said no: <see cref="NgReply.Error"/>.</summary>
    Refused,

    /// <summary>Nothing came, over all repetitions. It may have been carried out.</summary>
    NoAnswer,
}
