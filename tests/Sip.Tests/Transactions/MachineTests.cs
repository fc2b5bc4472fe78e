using Orchestrator.Sip.Transactions.Machines;
using static Orchestrator.Sip.Transactions.Machines.Actions;
using static Orchestrator.Sip.Transactions.Machines.Input;
using static Orchestrator.Sip.Transactions.Machines.TransactionState;

namespace Orchestrator.Sip.Tests.Transactions;

/// <summary>The figures as tables: what is written here is what the figures show, and every other input changes nothing.</summary>
public class MachineTests
{
    private static readonly Dictionary<MachineKind, TransactionState[]> States = new()
    {
        [MachineKind.InviteClient] = [Calling, Proceeding, Completed, Accepted, Terminated],
        [MachineKind.NonInviteClient] = [Trying, Proceeding, Completed, Terminated],
        [MachineKind.InviteServer] = [Proceeding, Completed, Confirmed, Accepted, Terminated],
        [MachineKind.NonInviteServer] = [Trying, Proceeding, Completed, Terminated],
    };

    private static readonly (MachineKind Kind, TransactionState From, Input Input, Step Step)[] Figures =
    [
        (MachineKind.InviteClient, Calling, Start, new(Calling, Send, TimerA, TimerB)),
        (MachineKind.InviteClient, Calling, TimerA, new(Calling, Send, TimerA)),
        (MachineKind.InviteClient, Calling, TimerB, new(Terminated, TellTimeout)),
        (MachineKind.InviteClient, Calling, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.InviteClient, Calling, Provisional, new(Proceeding, Tell)),
        (MachineKind.InviteClient, Calling, Success, new(Accepted, Tell, End: TimerM)),
        (MachineKind.InviteClient, Calling, Failure, new(Completed, SendAck | Tell, End: TimerD)),
        (MachineKind.InviteClient, Proceeding, Provisional, new(Proceeding, Tell)),
        (MachineKind.InviteClient, Proceeding, Success, new(Accepted, Tell, End: TimerM)),
        (MachineKind.InviteClient, Proceeding, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.InviteClient, Proceeding, Failure, new(Completed, SendAck | Tell, End: TimerD)),
        (MachineKind.InviteClient, Completed, Failure, new(Completed, SendAck)),
        (MachineKind.InviteClient, Completed, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.InviteClient, Completed, TimerD, new(Terminated)),
        (MachineKind.InviteClient, Accepted, Success, new(Accepted, Tell)),
        (MachineKind.InviteClient, Accepted, TimerM, new(Terminated)),

        (MachineKind.NonInviteClient, Trying, Start, new(Trying, Send, TimerE, TimerF)),
        (MachineKind.NonInviteClient, Trying, TimerE, new(Trying, Send, TimerE)),
        (MachineKind.NonInviteClient, Trying, TimerF, new(Terminated, TellTimeout)),
        (MachineKind.NonInviteClient, Trying, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.NonInviteClient, Trying, Provisional, new(Proceeding, Tell)),
        (MachineKind.NonInviteClient, Trying, Success, new(Completed, Tell, End: TimerK)),
        (MachineKind.NonInviteClient, Trying, Failure, new(Completed, Tell, End: TimerK)),
        (MachineKind.NonInviteClient, Proceeding, TimerE, new(Proceeding, Send, TimerE)),
        (MachineKind.NonInviteClient, Proceeding, TimerF, new(Terminated, TellTimeout)),
        (MachineKind.NonInviteClient, Proceeding, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.NonInviteClient, Proceeding, Provisional, new(Proceeding, Tell)),
        (MachineKind.NonInviteClient, Proceeding, Success, new(Completed, Tell, End: TimerK)),
        (MachineKind.NonInviteClient, Proceeding, Failure, new(Completed, Tell, End: TimerK)),
        (MachineKind.NonInviteClient, Completed, TimerK, new(Terminated)),

        (MachineKind.InviteServer, Proceeding, Request, new(Proceeding, Send)),
        (MachineKind.InviteServer, Proceeding, Provisional, new(Proceeding, Send)),
        (MachineKind.InviteServer, Proceeding, Success, new(Accepted, Send, End: TimerL)),
        (MachineKind.InviteServer, Proceeding, Failure, new(Completed, Send, TimerG, TimerH)),
        (MachineKind.InviteServer, Proceeding, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.InviteServer, Completed, Request, new(Completed, Send)),
        (MachineKind.InviteServer, Completed, TimerG, new(Completed, Send, TimerG)),
        (MachineKind.InviteServer, Completed, TimerH, new(Terminated, TellTimeout)),
        (MachineKind.InviteServer, Completed, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.InviteServer, Completed, Ack, new(Confirmed, End: TimerI)),
        (MachineKind.InviteServer, Confirmed, TimerI, new(Terminated)),
        (MachineKind.InviteServer, Accepted, Success, new(Accepted, Send)),
        (MachineKind.InviteServer, Accepted, Ack, new(Accepted, Tell)),
        (MachineKind.InviteServer, Accepted, TransportError, new(Accepted, TellTransportError)),
        (MachineKind.InviteServer, Accepted, TimerL, new(Terminated)),

        (MachineKind.NonInviteServer, Trying, Provisional, new(Proceeding, Send)),
        (MachineKind.NonInviteServer, Trying, Success, new(Completed, Send, End: TimerJ)),
        (MachineKind.NonInviteServer, Trying, Failure, new(Completed, Send, End: TimerJ)),
        (MachineKind.NonInviteServer, Proceeding, Request, new(Proceeding, Send)),
        (MachineKind.NonInviteServer, Proceeding, Provisional, new(Proceeding, Send)),
        (MachineKind.NonInviteServer, Proceeding, Success, new(Completed, Send, End: TimerJ)),
        (MachineKind.NonInviteServer, Proceeding, Failure, new(Completed, Send, End: TimerJ)),
        (MachineKind.NonInviteServer, Proceeding, TransportError, new(Terminated, TellTransportError)),
        (MachineKind.NonInviteServer, Completed, Request, new(Completed, Send)),
        (MachineKind.NonInviteServer, Completed, TimerJ, new(Terminated)),
        (MachineKind.NonInviteServer, Completed, TransportError, new(Terminated, TellTransportError)),
    ];

    public static TheoryData<MachineKind, TransactionState, Input> EveryInputInEveryState
    {
        get
        {
            var data = new TheoryData<MachineKind, TransactionState, Input>();
            foreach (var (kind, states) in States)
                foreach (var state in states)
                    foreach (var input in Enum.GetValues<Input>()) data.Add(kind, state, input);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryInputInEveryState))]
    public void Machine_GivenAnInput_StepsAsItsFigureShows(MachineKind kind, TransactionState state, Input input)
    {
        var drawn = Figures.Where(row => row.Kind == kind && row.From == state && row.Input == input).Select(row => row.Step);

        Assert.Equal(drawn.SingleOrDefault(new Step(state)), TransactionMachine.Step(kind, state, input));
    }
}
