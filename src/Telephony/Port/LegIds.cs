namespace Orchestrator.Telephony.Port;

/// <summary>Ids for legs that come in: the only ones that a plane chooses.</summary>
public static class LegIds
{
    /// <summary>Unique for all time, and the beginning of a session of its own: <c>call_</c> and 32 hex digits.</summary>
    public static string New() => $"call_{Guid.NewGuid():n}";
}
