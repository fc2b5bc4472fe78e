namespace Orchestrator.Telephony.Port;

/// <summary>
/// The phone network as the engine sees it: commands go down, events come up. A plane belongs to one node and lives as long as
/// that node's process; its legs end with it.
/// </summary>
public interface ITelephonyPlane
{
    /// <summary>The node this plane belongs to, as webhooks name it.</summary>
    string NodeId { get; }

    /// <summary>Legs that have not ended.</summary>
    int LegsUp { get; }

    /// <summary>
    /// Carries out a command. Commands are idempotent by leg id: the same one again does no harm and answers
    /// <see cref="CommandOutcome.Done"/>. <see cref="Dial"/> of a leg that is known does not dial again; it repeats the leg's events, but
    /// for digits that were taken, so that an owner that was restarted learns where the leg stands. One that was released less than 30 s
    /// ago is not begun again (<see cref="CommandOutcome.UnknownLeg"/>): the order was on its way for too long. Expected failures are
    /// values; an exception is a bug.
    /// </summary>
    ValueTask<CommandResult> Execute(PlaneCommand command, CancellationToken cancellationToken = default);

    /// <summary>Names who is told about events. Called once, before the first command.</summary>
    void Listen(IPlaneListener listener);
}

/// <summary>Receives what happens on a plane.</summary>
public interface IPlaneListener
{
    /// <summary>
    /// Events of one leg come one at a time, in the order of their numbers. An exception means "not taken": the plane offers the same
    /// event again, waiting 50 ms, doubling to 5 s, until it is taken or the leg is released.
    /// </summary>
    ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken);
}
