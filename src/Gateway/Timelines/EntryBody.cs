using System.Text.Json.Nodes;

namespace Orchestrator.Gateway.Timelines;

/// <summary>One thing that happened.</summary>
/// <param name="Sequence">Place in the session's list; gaps are entries of other calls of that session.</param>
/// <param name="OffsetMs">Milliseconds since the first entry of what was asked for.</param>
/// <param name="CallId">The leg it happened to, if to one.</param>
/// <param name="ConnectId">The connect it belongs to, if to one.</param>
/// <param name="Leg">0: the caller; n: leg n of the plan; null: the connect itself.</param>
/// <param name="Kind">What happened, for programs: <c>call.ringing</c>.</param>
/// <param name="Sentence">What happened, for people.</param>
/// <param name="Abnormal">Whether this is what to look at first when something went wrong.</param>
/// <param name="Details">The facts of this kind of entry.</param>
public sealed record EntryBody(
    long Sequence,
    DateTimeOffset At,
    long OffsetMs,
    string? CallId,
    string? ConnectId,
    int? Leg,
    string Kind,
    string Sentence,
    bool Abnormal,
    JsonObject Details);
