using static Orchestrator.Sip.Transactions.Machines.Actions;
using static Orchestrator.Sip.Transactions.Machines.Input;
using static Orchestrator.Sip.Transactions.Machines.TransactionState;

namespace Orchestrator.Sip.Transactions.Machines;

/// <summary>RFC 3261 figure 6.</summary>
public static class NonInviteClientMachine
{
    public static Step Step(TransactionState state, Input input) => (state, input) switch
    {
        // 17.1.2.2: the request is sent, and again at intervals that double up to T2, until 64*T1.
        (Trying, Start) => new(Trying, Send, Repeat: TimerE, End: TimerF),
        (Trying or Proceeding, TimerE) => new(state, Send, Repeat: TimerE),
        (Trying or Proceeding, TimerF) => new(Terminated, TellTimeout),
        (Trying or Proceeding, TransportError) => new(Terminated, TellTransportError),

        // 17.1.2.2: a provisional response slows the retransmissions down, it does not end them.
        (Trying or Proceeding, Provisional) => new(Proceeding, Tell),

        // 17.1.2.2: the final response is told once; repeated ones are absorbed until Timer K.
        (Trying or Proceeding, Success or Failure) => new(Completed, Tell, End: TimerK),
        (Completed, TimerK) => new(Terminated),

        // A timer that rang as its state ended, a repeated response.
        _ => new(state),
    };
}
