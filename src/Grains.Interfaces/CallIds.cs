using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// Ids say which session they belong to: <c>call_S</c> is the caller's leg, <c>conn_S_N</c> a connect on it, <c>call_S_N_L</c> leg L of
/// that connect, <c>wait_S_N</c> the call's waiting in a queue, S being 32 hex digits; <c>swml_S</c> is the caller's script,
/// <c>swml_S_rX</c> one that the API put on the call when none served it any more, <c>swml_S_N</c> what follows a connect of the API,
/// <c>swml_S_N_L_c</c> the confirm script of a leg; <c>ctrl_…_kX</c> is what the API has done on the call <c>call_…</c> under a name of the
/// client's, X following from that name. So whoever holds one id reaches the session's storage and its silo without a look-up, and a leg
/// that is ordered twice is the same leg. <c>line_Q</c> is a queue: a session of its own, Q following from its project and its name. Every
/// prefix has five characters.
/// </summary>
public static class CallIds
{
    private const int SessionLength = 32;
    private const int LongestId = 80;
    private const string ConfirmEnding = "_c";
    private const string ControlEnding = "_k";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>A new session, random.</summary>
    public static string NewSession() => Guid.NewGuid().ToString("n");

    /// <summary>The session, or the part of a connect's id, that a project's idempotency key stands for: the same key, the same id.</summary>
    public static string FromKey(string project, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}\n{key}")).AsSpan(0, SessionLength / 2));

    public static string Caller(string session) => $"call_{session}";

    /// <param name="suffix">Tells the connects of one session apart: lower-case letters and digits, 16 at most.</param>
    public static string Connect(string session, string suffix) => $"conn_{session}_{suffix}";

    /// <param name="number">The leg's place in the plan, from 1.</param>
    public static string Leg(string connectId, int number) => $"call_{connectId.AsSpan(5)}_{number}";

    /// <returns>The connect that dialed a leg; null: it is the caller's, or no leg.</returns>
    public static string? ConnectOf(string callId) =>
        callId.Split('_') is ["call", var session, var suffix, _] ? Connect(session, suffix) : null;

    /// <summary>The script that serves the caller.</summary>
    public static string Script(string session) => $"swml_{session}";

    /// <summary>The script that serves him by an order of the API, when none did any more: the same order, the same id.</summary>
    public static string ScriptBy(string session, string request) => $"{Script(session)}_r{FromKey(session, request).AsSpan(0, 8)}";

    /// <returns>What tells the operations of a serving script from those of the one that served before; empty: it is the first.</returns>
    public static string NameOfScript(string id) => id.Length > 5 + SessionLength ? id[(6 + SessionLength)..] : "";

    /// <summary>The script that goes on on the caller when a connect of the API is over.</summary>
    public static string ScriptAfter(string connectId) => $"swml_{connectId.AsSpan(5)}";

    /// <summary>The script that a leg must pass before it is bridged.</summary>
    public static string Confirm(string legId) => $"swml_{legId.AsSpan(5)}{ConfirmEnding}";

    /// <param name="suffix">Tells the waits of one session apart: lower-case letters and digits, 16 at most.</param>
    public static string Wait(string session, string suffix) => $"wait_{session}_{suffix}";

    /// <summary>What the API has done on a call under a name of the client's: the same name, the same id.</summary>
    public static string Control(string callId, string controlId) =>
        $"ctrl_{callId.AsSpan(5)}{ControlEnding}{FromKey(callId, controlId).AsSpan(0, 16)}";

    /// <summary>The queue of that name in that project.</summary>
    public static string Queue(string project, string name) => $"line_{FromKey(project, $"queue\n{name}")}";

    /// <summary>The session of any id that one of the methods here accepts.</summary>
    public static string SessionOf(string id) => id.Substring(5, SessionLength);

    public static bool IsCall(string? id) => IsId(id, "call_");

    public static bool IsConnect(string? id) => IsId(id, "conn_");

    public static bool IsScript(string? id) => IsId(id, "swml_");

    public static bool IsWait(string? id) => IsId(id, "wait_");

    public static bool IsControl(string? id) => IsId(id, "ctrl_");

    public static bool IsQueue(string? id) => IsId(id, "line_");

    /// <summary>
    /// The call that an id tells about: itself, the one that waits, the one on which a script runs or something is done; null: a connect's or a queue's id
    /// tells of no single call.
    /// </summary>
    public static string? CallOf(string id) =>
        IsCall(id) ? id
        : IsScript(id) && id.EndsWith(ConfirmEnding, StringComparison.Ordinal) ? $"call_{id.AsSpan(5..^ConfirmEnding.Length)}"
        : IsControl(id) && id.LastIndexOf(ControlEnding, StringComparison.Ordinal) is > 0 and var end ? $"call_{id.AsSpan(5..end)}"
        : IsScript(id) || IsWait(id) ? Caller(SessionOf(id))
        : null;

    private static bool IsId(string? id, string prefix) =>
        id is { Length: >= 5 + SessionLength and <= LongestId }
        && id.StartsWith(prefix, StringComparison.Ordinal)
        && !id.AsSpan().ContainsAnyExcept(Allowed);
}
