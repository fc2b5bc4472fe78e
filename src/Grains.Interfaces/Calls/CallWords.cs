using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>The states of a leg that webhooks and the API speak of; what happens inside is richer and stays inside.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallState>))]
public enum CallState
{
    Created,
    Ringing,
    Answered,
    Ended,
}

/// <summary>Why a leg ended, in SignalWire's words.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EndReason>))]
public enum EndReason
{
    Hangup,
    Busy,
    NoAnswer,
    Cancel,
    Declined,
    Error,
}

/// <summary>Whose doing a failure is; SLOs count only <see cref="Ours"/> and <see cref="Unknown"/>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Fault>))]
public enum Fault
{
    None,
    Callee,
    Upstream,
    Ours,
    Unknown,
}

/// <summary>Which way a leg was set up, seen from here.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallDirection>))]
public enum CallDirection
{
    Inbound,
    Outbound,
}

/// <summary>Why a leg is given up or hung up by the operation it belongs to.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReleaseCause>))]
public enum ReleaseCause
{
    LostRace,

    /// <summary>The caller hung up before anybody was bridged to him.</summary>
    CallerGone,

    /// <summary>The caller hung up, and the bridge ended by it.</summary>
    CallerHungUp,
    NoAnswer,
    NotConfirmed,
    ApiRequest,
    MaxDuration,
    ConnectOver,
    EngineError,

    /// <summary>Its script hung up.</summary>
    ScriptHungUp,

    /// <summary>Nobody is to be reached under the address that was called.</summary>
    NoSuchAddress,
}
