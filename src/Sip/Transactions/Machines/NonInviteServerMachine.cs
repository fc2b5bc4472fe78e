using static Orchestrator.Sip.Transactions.Machines.Actions;
using static Orchestrator.Sip.Transactions.Machines.Input;
using static Orchestrator.Sip.Transactions.Machines.TransactionState;

namespace Orchestrator.Sip.Transactions.Machines;

/// <summary>RFC 3261 figure 8.</summary>
public static class NonInviteServerMachine
{
    public static Step Step(TransactionState state, Input input) => (state, input) switch
    {
        // 17.2.2: until something is answered, a repeated request is ignored; then the last response is repeated.
        (Trying, Request) => new(Trying),
        (Trying or Proceeding, Provisional) => new(Proceeding, Send),
        (Proceeding or Completed, Request) => new(state, Send),

        // 17.2.2: the final response stays for Timer J.
        (Trying or Proceeding, Success or Failure) => new(Completed, Send, End: TimerJ),
        (Completed, TimerJ) => new(Terminated),

        // 17.2.4.
        (Proceeding or Completed, TransportError) => new(Terminated, TellTransportError),

        // Any further final response of the user is discarded.
        _ => new(state),
    };
}
