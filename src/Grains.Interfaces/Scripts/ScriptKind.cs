namespace Orchestrator.Grains.Interfaces.Scripts;

/// <summary>What a script runs for.</summary>
public enum ScriptKind
{
    /// <summary>A call is served; when the script is over, the call is hung up.</summary>
    Call,

    /// <summary>A callee is asked before the bridge; the outcome says whether it passes.</summary>
    Confirm,

    /// <summary>One connect of the API and what follows it; when it is over, the call is where it was before.</summary>
    Connect,
}
