namespace Orchestrator.Grains.Interfaces.Queues;

/// <summary>A caller who is to be let in.</summary>
/// <param name="From">His number, for whoever looks at the line.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.QueueEntry")]
public sealed record QueueEntry(string ProjectId, string QueueName, string WaitId, string CallId, string From);

/// <summary>Somebody who waits for a caller: the leg of a connect to <c>queue:NAME</c>.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.QueueTaker")]
public sealed record QueueTaker(string ProjectId, string QueueName, string LegId);

/// <summary>Where somebody stands, or stood, in the line.</summary>
/// <param name="Position">From 1; 0: not in the line.</param>
/// <param name="Size">How many wait.</param>
/// <param name="AverageSeconds">How long those waited who were bridged last.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.QueuePlace")]
public sealed record QueuePlace(int Position, int Size, int AverageSeconds);

/// <summary>A waiting call that was given to a connect: its leg stands for this call.</summary>
/// <param name="CallId">The call that waits.</param>
/// <param name="NodeId">The node that carries it.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.QueuedCall")]
public sealed record QueuedCall(string WaitId, string CallId, string NodeId, string QueueId, string QueueName);

/// <summary>A queue as people see it.</summary>
/// <param name="Size">How many wait.</param>
/// <param name="Takers">How many connects wait for a caller.</param>
/// <param name="AvgTime">How long those waited who were bridged last, seconds.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.QueueView")]
public sealed record QueueView(string Id, string Name, int Size, int Takers, int AvgTime, DateTimeOffset CreatedAt);

/// <summary>A caller who waits.</summary>
/// <param name="Position">From 1.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.QueueMember")]
public sealed record QueueMember(string CallId, string From, int Position, MemberState State, DateTimeOffset EnteredAt);
