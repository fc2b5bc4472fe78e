using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Queues;

/// <summary>How a wait in a queue ended, in the words of <c>queue_result</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QueueResult>))]
public enum QueueResult
{
    /// <summary>The caller was taken and bridged, and that bridge is over.</summary>
    Connected,

    /// <summary>Nobody took him within his <c>wait_time</c>.</summary>
    Timeout,

    /// <summary>He was taken out of the line: his script was replaced.</summary>
    Leaving,

    /// <summary>He hung up, or his leg was lost.</summary>
    Hangup,

    /// <summary>The queue did not let him in.</summary>
    Failed,
}

/// <summary>What <c>calling.call.queue</c> tells.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QueueStatus>))]
public enum QueueStatus
{
    Enqueue,
    Leave,
    Dequeue,
}

/// <summary>How a member of a queue stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MemberState>))]
public enum MemberState
{
    Waiting,

    /// <summary>Somebody has taken him, and the two are being bridged.</summary>
    Connecting,
}
