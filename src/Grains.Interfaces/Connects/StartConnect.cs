using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Connects;

/// <summary>A validated request to run one connect.</summary>
/// <param name="RequestHash">Tells a repeated request from another one that reuses its idempotency key; null: no key was given.</param>
/// <param name="Trace">W3C traceparent of the request; null: it is not traced.</param>
/// <param name="IsNew">Its session was made up for it: no call and no connect of these ids can be there yet.</param>
/// <param name="Caller">The caller to bring up; null: the call must exist.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.StartConnect")]
public sealed record StartConnect(
    string ProjectId,
    string ConnectId,
    string? RequestHash,
    ConnectPlan Plan,
    NewCaller? Caller,
    string? Trace = null,
    bool IsNew = false) : IFirstWord
{
    public bool IsFirst => IsNew;

    /// <summary>The script that asks for it; null: the API does.</summary>
    [Id(7)] public string? ByScript { get; init; }

    /// <summary>
    /// A document of this one connect, which goes on with its <c>result</c> and <c>transfer_after_bridge</c> when it is over; null: nothing
    /// follows it.
    /// </summary>
    [Id(8)] public ScriptPlace? Document { get; init; }

    /// <summary>The scope <c>envs</c> of the script that asks, a JSON object, which callees' scripts have too; null: there is nothing in it.</summary>
    [Id(9)] public string? Envs { get; init; }
}

/// <summary>A caller for the plane to bring up.</summary>
/// <param name="HangUpAfter">When he hangs up by himself, counted from the request; null: never.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.NewCaller")]
public sealed record NewCaller(string From, string To, bool Answered, TimeSpan? HangUpAfter);

/// <param name="CreatedAt">When the connect was accepted first.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.StartConnectResult")]
public sealed record StartConnectResult(StartConnectOutcome Outcome, DateTimeOffset CreatedAt);

public enum StartConnectOutcome
{
    /// <summary>Accepted now.</summary>
    Accepted,

    /// <summary>Was accepted before, by the same request.</summary>
    Replayed,

    /// <summary>The idempotency key belongs to another request.</summary>
    KeyReused,

    /// <summary>No such call in this project.</summary>
    CallNotFound,

    /// <summary>The call has ended.</summary>
    CallEnded,

    /// <summary>The call is in another connect, or in a queue, or its script has not begun.</summary>
    CallBusy,
}

/// <summary>The caller's leg hands a connect on.</summary>
/// <param name="NodeId">The node that carries the caller.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.AcceptConnect")]
public sealed record AcceptConnect(
    string ProjectId,
    string CallerId,
    string CallerFrom,
    string CallerTo,
    string NodeId,
    bool CallerAnswered,
    string? RequestHash,
    ConnectPlan Plan,
    string? Trace,
    bool IsNew = false) : IFirstWord
{
    public bool IsFirst => IsNew;

    /// <summary>See <see cref="StartConnect.Envs"/>.</summary>
    [Id(10)] public string? Envs { get; init; }
}

/// <param name="Replayed">It had been accepted before; nothing was done now.</param>
/// <param name="SameRequest">Whether that was by the same request.</param>
/// <param name="Over">It is over by now.</param>
/// <param name="Reason">Why it failed, if it is over and did.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.AcceptConnectResult")]
public sealed record AcceptConnectResult(
    bool Replayed, bool SameRequest, DateTimeOffset CreatedAt, bool Over = false, FailedReason? Reason = null);
