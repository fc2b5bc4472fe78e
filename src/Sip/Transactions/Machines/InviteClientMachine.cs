using static Orchestrator.Sip.Transactions.Machines.Actions;
using static Orchestrator.Sip.Transactions.Machines.Input;
using static Orchestrator.Sip.Transactions.Machines.TransactionState;

namespace Orchestrator.Sip.Transactions.Machines;

/// <summary>RFC 3261 figure 5 with RFC 6026 figure 1: a 2xx leads to Accepted, where further ones of other forks are taken too.</summary>
public static class InviteClientMachine
{
    public static Step Step(TransactionState state, Input input) => (state, input) switch
    {
        // 17.1.1.2: the request is sent, and again at intervals that double, until 64*T1.
        (Calling, Start) => new(Calling, Send, Repeat: TimerA, End: TimerB),
        (Calling, TimerA) => new(Calling, Send, Repeat: TimerA),
        (Calling, TimerB) => new(Terminated, TellTimeout),

        // 17.1.4: a request that cannot leave is a failure of its own; so is one whose answer has no way back.
        (Calling or Proceeding, TransportError) => new(Terminated, TellTransportError),

        // 17.1.1.2: a provisional response ends the retransmissions; there may be any number of them.
        (Calling or Proceeding, Provisional) => new(Proceeding, Tell),

        // RFC 6026 7.2: 2xx pass through until Timer M.
        (Calling or Proceeding, Success) => new(Accepted, Tell, End: TimerM),
        (Accepted, Success) => new(Accepted, Tell),
        (Accepted, TimerM) => new(Terminated),

        // 17.1.1.2: 300-699 are acknowledged here, and again whenever they are repeated, until Timer D.
        (Calling or Proceeding, Failure) => new(Completed, SendAck | Tell, End: TimerD),
        (Completed, Failure) => new(Completed, SendAck),
        (Completed, TransportError) => new(Terminated, TellTransportError),
        (Completed, TimerD) => new(Terminated),

        // A timer that rang as its state ended, a late provisional, a final response of another fork behind the first.
        _ => new(state),
    };
}
