namespace Orchestrator.Sip.Transactions.Machines;

/// <summary>The states of the four machines, as the figures of RFC 3261 section 17 and RFC 6026 name them.</summary>
public enum TransactionState
{
    Calling,
    Trying,
    Proceeding,
    Completed,
    Confirmed,
    Accepted,
    Terminated,
}

/// <summary>What happens to a transaction. Timers are inputs like others.</summary>
public enum Input
{
    /// <summary>A client transaction begins.</summary>
    Start,

    /// <summary>The request came again.</summary>
    Request,
    Ack,

    /// <summary>1xx: received by a client transaction, sent by the user of a server transaction; so are the next two.</summary>
    Provisional,
    Success,

    /// <summary>300 to 699.</summary>
    Failure,
    TransportError,
    TimerA,
    TimerB,
    TimerD,
    TimerE,
    TimerF,
    TimerG,
    TimerH,
    TimerI,
    TimerJ,
    TimerK,
    TimerL,
    TimerM,
}

/// <summary>What a step asks its runner to do, in this order.</summary>
[Flags]
public enum Actions
{
    None = 0,

    /// <summary>A client sends its request, a server its last response.</summary>
    Send = 1,

    /// <summary>Acknowledge a 300-699 (RFC 3261 section 17.1.1.3).</summary>
    SendAck = 2,

    /// <summary>The user is given the response, or the ACK.</summary>
    Tell = 4,
    TellTimeout = 8,
    TellTransportError = 16,
}

/// <summary>One step: the next state, what to do, which timers to start. At most one of each kind: one that repeats, one that ends.</summary>
public readonly record struct Step(TransactionState State, Actions Actions = Actions.None, Input? Repeat = null, Input? End = null);

/// <summary>The four kinds of transaction.</summary>
public enum MachineKind
{
    InviteClient,
    NonInviteClient,
    InviteServer,
    NonInviteServer,
}

public static class TransactionMachine
{
    public static TransactionState First(MachineKind kind) => kind switch
    {
        MachineKind.InviteClient => TransactionState.Calling,
        MachineKind.InviteServer => TransactionState.Proceeding,
        _ => TransactionState.Trying,
    };

    public static Step Step(MachineKind kind, TransactionState state, Input input) => kind switch
    {
        MachineKind.InviteClient => InviteClientMachine.Step(state, input),
        MachineKind.NonInviteClient => NonInviteClientMachine.Step(state, input),
        MachineKind.InviteServer => InviteServerMachine.Step(state, input),
        _ => NonInviteServerMachine.Step(state, input),
    };
}
