using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>What can happen to a script.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record ScriptEvent(DateTimeOffset At);

public sealed record Begun(DateTimeOffset At) : ScriptEvent(At);

/// <summary>What came of the wish of that id.</summary>
public abstract record ScriptAnswer(DateTimeOffset At, long Id) : ScriptEvent(At);

/// <param name="Results">One for each expression, in their order.</param>
public sealed record Evaluated(DateTimeOffset At, long Id, ImmutableArray<ExpressionResult> Results) : ScriptAnswer(At, Id);

public sealed record Proceeded(DateTimeOffset At, long Id) : ScriptAnswer(At, Id);

/// <summary>The call was answered, whoever asked for it.</summary>
public sealed record CallAnswered(DateTimeOffset At) : ScriptEvent(At);

public sealed record AnswerFailed(DateTimeOffset At, long Id) : ScriptAnswer(At, Id);

/// <param name="Problem">Why it could not be played; null: it was played, or stopped.</param>
public sealed record PlayEnded(DateTimeOffset At, long Id, bool Succeeded, string? Problem = null) : ScriptAnswer(At, Id);

/// <param name="Number">Rises with every digit of the call: one that is told twice counts once.</param>
public sealed record DigitCame(DateTimeOffset At, long Number, char Digit) : ScriptEvent(At);

public sealed record DigitsSent(DateTimeOffset At, long Id, bool Succeeded) : ScriptAnswer(At, Id);

/// <param name="Text">The document as it came, JSON or YAML.</param>
public sealed record DocumentFetched(DateTimeOffset At, long Id, string Text, string? ContentType) : ScriptAnswer(At, Id);

public sealed record FetchFailed(DateTimeOffset At, long Id, string Detail) : ScriptAnswer(At, Id);

/// <param name="Headers">Names in any case; the first of a name counts.</param>
public sealed record RequestDone(
    DateTimeOffset At, long Id, int Status, ImmutableArray<KeyValuePair<string, string>> Headers, string Body) : ScriptAnswer(At, Id);

public sealed record RequestFailed(DateTimeOffset At, long Id, string Detail) : ScriptAnswer(At, Id);

/// <param name="FailedReason">Null: it was connected, and has been disconnected.</param>
public sealed record ConnectEnded(DateTimeOffset At, long Id, FailedReason? FailedReason) : ScriptAnswer(At, Id);

/// <param name="Position">−1 if it is not known.</param>
/// <param name="Size">−1 if it is not known.</param>
public sealed record QueueEntered(DateTimeOffset At, long Id, int Position, int Size) : ScriptAnswer(At, Id);

/// <param name="Result">connected (and the bridge has ended), timeout, leaving or failed.</param>
/// <param name="Waited">How long, before it was connected or left.</param>
public sealed record QueueLeft(DateTimeOffset At, long Id, string Result, TimeSpan Waited) : ScriptAnswer(At, Id);

/// <summary>Another script takes over, by order of the API.</summary>
public sealed record Redirected(DateTimeOffset At, ScriptSource Source) : ScriptEvent(At);

/// <summary>A connect of the API takes the call over.</summary>
public sealed record GaveWay(DateTimeOffset At) : ScriptEvent(At);

public sealed record CallEnded(DateTimeOffset At) : ScriptEvent(At);

/// <summary>The clock says that the state's alarm may be due; whether it is, the state knows.</summary>
public sealed record ScriptAlarmRang(DateTimeOffset At) : ScriptEvent(At);
