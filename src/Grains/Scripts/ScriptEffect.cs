using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Scripts;

/// <summary>
/// What a script wants done. Its id names the wish for good: what comes of it is told by that id, and a wish that is carried out again,
/// by whoever took the script over, is known by it and does no harm.
/// </summary>
/// <param name="Id">Unique in its script, rising.</param>
public abstract record ScriptEffect(long Id);

/// <summary>Work out these expressions with the scopes of the script, in this order; answered by <see cref="Evaluated"/>.</summary>
public sealed record Evaluate(long Id, ImmutableArray<string> Expressions) : ScriptEffect(Id);

/// <summary>Come back when others had their turn; answered by <see cref="Proceeded"/>.</summary>
public sealed record GoOn(long Id) : ScriptEffect(Id);

/// <summary>Answered by <see cref="CallAnswered"/> or <see cref="AnswerFailed"/>.</summary>
public sealed record AnswerCall(long Id, TimeSpan? MaxDuration, ImmutableArray<string> Codecs, SipCredentials? Credentials) : ScriptEffect(Id);

/// <summary>The last wish of a script.</summary>
/// <param name="Reason">hangup, busy, decline, no_answer, cancel or error.</param>
public sealed record HangUpCall(long Id, string Reason) : ScriptEffect(Id);

/// <summary>Tell the call that the script is over: a callee passes or fails, a call of the API is free again. Nothing is answered.</summary>
public sealed record ReportOver(long Id) : ScriptEffect(Id);

/// <summary>Answered by <see cref="PlayEnded"/>.</summary>
public sealed record StartPlay(long Id, PlayList Play, CallbackUrl? StatusUrl) : ScriptEffect(Id);

/// <summary>Play, and listen for digits from the start; answered by <see cref="PlayEnded"/> and <see cref="DigitCame"/>.</summary>
public sealed record CollectDigits(
    long Id, PlayList Play, int MaxDigits, string Terminators, TimeSpan DigitTimeout, TimeSpan InitialTimeout, CallbackUrl? StatusUrl)
    : ScriptEffect(Id);

/// <summary>Stop what <paramref name="Id"/> plays, and go on listening if it listens; nothing is answered.</summary>
public sealed record StopPlay(long Id) : ScriptEffect(Id);

/// <summary>Answered by <see cref="DigitsSent"/>.</summary>
public sealed record SendDigits(long Id, string Digits) : ScriptEffect(Id);

/// <summary>Nothing is to be done: the alarm of the state says when it is over.</summary>
public sealed record Rest(long Id) : ScriptEffect(Id);

/// <summary>
/// POST the scopes of the script, with <paramref name="Params"/>, for a document; answered by <see cref="DocumentFetched"/> or
/// <see cref="FetchFailed"/>.
/// </summary>
public sealed record FetchDocument(
    long Id, CallbackUrl Url, CallbackUrl? FallbackUrl, JsonElement Params, JsonElement? Meta, FetchReason Reason) : ScriptEffect(Id)
{
    /// <summary>GET it instead, with the texts of <c>call</c> as its query.</summary>
    public bool ByGet { get; init; }
}

public enum FetchReason
{
    Start,
    Execute,
    Transfer,
}

/// <summary>Answered by <see cref="RequestDone"/> or <see cref="RequestFailed"/>.</summary>
public sealed record SendRequest(long Id, RequestMethod Request) : ScriptEffect(Id);

/// <summary>Answered by <see cref="ConnectEnded"/>.</summary>
/// <param name="Result">JSON pointer of the step's <c>result</c>, or null.</param>
public sealed record StartConnect(long Id, ConnectPlan Plan, string? Result) : ScriptEffect(Id);

/// <summary>Answered by <see cref="QueueEntered"/> and <see cref="QueueLeft"/>.</summary>
public sealed record JoinQueue(long Id, EnterQueueMethod Queue) : ScriptEffect(Id);

/// <summary>The outcome of this wish is not waited for any more: the script was replaced under it.</summary>
public sealed record Forget(long Id) : ScriptEffect(Id);
