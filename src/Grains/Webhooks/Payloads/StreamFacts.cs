using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>What <c>calling.call.stream</c> tells of a stream.</summary>
/// <param name="CallId">The call whose audio it is.</param>
/// <param name="ControlId">Names the stream: the id of its leg.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Name">Its own name; left out when null.</param>
/// <param name="SegmentId">Left out when null.</param>
/// <param name="Tag">Left out when null.</param>
public sealed record StreamFacts(
    string CallId,
    string NodeId,
    string ControlId,
    StreamState State,
    string Url,
    string? Name,
    string? SegmentId = null,
    string? Tag = null);

/// <summary>The states of a stream.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StreamState>))]
public enum StreamState
{
    /// <summary>The handshake succeeded.</summary>
    Streaming,
    Finished,
}
