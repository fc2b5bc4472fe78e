namespace Orchestrator.SipBench;

/// <summary>The ports of who calls, of the phone that answers, and of the one that is cancelled.</summary>
internal sealed record Phones(int Caller, int Winner, int Loser);
