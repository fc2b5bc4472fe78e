using static Orchestrator.Sip.Transactions.Machines.Actions;
using static Orchestrator.Sip.Transactions.Machines.Input;
using static Orchestrator.Sip.Transactions.Machines.TransactionState;

namespace Orchestrator.Sip.Transactions.Machines;

/// <summary>RFC 3261 figure 7 with RFC 6026 figure 2: behind a 2xx the transaction lives on and absorbs the INVITE's retransmissions.</summary>
public static class InviteServerMachine
{
    public static Step Step(TransactionState state, Input input) => (state, input) switch
    {
        // 17.2.1: a repeated request is answered with the last provisional response.
        (Proceeding, Request) => new(Proceeding, Send),
        (Proceeding, Provisional) => new(Proceeding, Send),

        // RFC 6026 8.5: the 2xx is repeated by the user, not here; until Timer L.
        (Proceeding, Success) => new(Accepted, Send, End: TimerL),
        (Accepted, Success) => new(Accepted, Send),
        (Accepted, Ack) => new(Accepted, Tell),
        (Accepted, TransportError) => new(Accepted, TellTransportError),
        (Accepted, TimerL) => new(Terminated),

        // 17.2.1: 300-699 is sent, and again at intervals that double up to T2, until the ACK or 64*T1.
        (Proceeding, Failure) => new(Completed, Send, Repeat: TimerG, End: TimerH),
        (Completed, Request) => new(Completed, Send),
        (Completed, TimerG) => new(Completed, Send, Repeat: TimerG),
        (Completed, TimerH) => new(Terminated, TellTimeout),
        (Completed, Ack) => new(Confirmed, End: TimerI),
        (Confirmed, TimerI) => new(Terminated),

        // 17.2.4: whoever cannot be answered is lost.
        (Proceeding or Completed, TransportError) => new(Terminated, TellTransportError),

        // Absorbed: repeated ACKs, INVITEs behind a 2xx, timers that rang as their state ended.
        _ => new(state),
    };
}
