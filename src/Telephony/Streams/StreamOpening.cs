using System.Net.WebSockets;

namespace Orchestrator.Telephony.Streams;

/// <summary>Opens the WebSocket of a stream; the host gives it to the plane, with its checks of where a stranger's URL may lead.</summary>
/// <param name="cancellationToken">Nobody waits for it any more.</param>
public delegate Task<StreamOpening> StreamDoor(StreamTarget target, CancellationToken cancellationToken);

/// <summary>What became of a handshake.</summary>
/// <param name="Socket">The connection; null: there is none.</param>
/// <param name="Problem">Why not, for people; no part of the URL stands in it.</param>
public readonly record struct StreamOpening(WebSocket? Socket, string? Problem)
{
    public static StreamOpening Failed(string problem) => new(null, problem);
}
