using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Connects;

/// <summary>The states of a connect operation: <c>connecting → connected → disconnected</c>, or <c>connecting → failed</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ConnectStatus>))]
public enum ConnectStatus
{
    Connecting,
    Connected,
    Disconnected,
    Failed,
}

/// <summary>Why nobody was reached; the best over all legs tried, in this order. <see cref="Cancel"/> only when the operation itself was cancelled.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailedReason>))]
public enum FailedReason
{
    Declined,
    Busy,
    NoAnswer,
    Error,
    Cancel,
}

/// <summary>Who or what ended a bridge.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BridgeEnd>))]
public enum BridgeEnd
{
    Callee,
    Caller,
    MaxDuration,
    ApiRequest,
    Error,
}
