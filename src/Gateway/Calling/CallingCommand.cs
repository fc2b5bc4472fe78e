using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Scripts;

namespace Orchestrator.Gateway.Calling;

/// <summary>A command as it is to be carried out, everything in it judged.</summary>
/// <param name="Id">The call; of <c>dial</c> nothing.</param>
internal abstract record CallingCommand(string Id)
{
    /// <summary>What is to be said if the call is not in the stage that the command needs.</summary>
    public virtual string WrongStage => "The call is not answered.";

    /// <summary>Which parameter that is about.</summary>
    public virtual string Attribute => "id";
}

internal sealed record DialCommand(PlaceOrder Order) : CallingCommand("");

internal sealed record EndCommand(string Id, EndReason Reason, CallStage Stage) : CallingCommand(Id)
{
    public override string WrongStage => Stage == CallStage.Answered ? "The call is not answered." : "The call is answered already.";
    public override string Attribute => "status";
}

/// <param name="Request">Names this request: asked again by us, it is carried out once.</param>
/// <param name="Script">Null: what <paramref name="Address"/> has.</param>
/// <param name="Address">A Resource address.</param>
internal sealed record TransferCommand(string Id, string Request, ScriptPlace? Script, string? Address = null) : CallingCommand(Id);

internal sealed record DisconnectCommand(string Id, string Request) : CallingCommand(Id);

/// <summary>Something is begun on the call, under a name.</summary>
internal sealed record ControlCommand(string Id, ControlOrder Order) : CallingCommand(Id);

/// <summary>Something is done with what goes by that name.</summary>
/// <param name="Do">May be asked again.</param>
internal sealed record ChangeCommand(string Id, string ControlId, Func<IControlGrain, string, Task<ControlOutcome>> Do) : CallingCommand(Id);

/// <param name="Event">As JSON.</param>
internal sealed record UserEventCommand(string Id, string Request, string Event) : CallingCommand(Id);

/// <summary>A command, or everything that is wrong with it: exactly one of the two.</summary>
internal sealed record CallingReading(CallingCommand? Command, IReadOnlyList<CallingError> Errors);
