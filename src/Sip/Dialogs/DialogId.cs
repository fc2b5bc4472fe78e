namespace Orchestrator.Sip.Dialogs;

/// <summary>What names a dialog at our side (RFC 3261 section 12).</summary>
public readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag);
