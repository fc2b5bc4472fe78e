namespace Orchestrator.Sip.Messages;

/// <summary>Why a message is refused, as its answer would say it.</summary>
public sealed record SipFault(int Status, string Phrase)
{
    public static SipFault Malformed(string what) => new(400, $"Bad Request - {what}");
}

/// <summary>
/// A message, or why it is none. A refused request is there as far as it was understood, so that it can be answered;
/// <see cref="Message"/> is <c>null</c> when there is nobody to answer.
/// </summary>
public readonly record struct SipParseResult(SipMessage? Message, SipFault? Fault)
{
    public bool IsWhole => Fault is null;
}
