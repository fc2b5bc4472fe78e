using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Calling;

/// <summary>
/// What existing SWML users already call. 1. The body, bounded; 2. which command; 3. everything that is wrong with its parameters, at
/// once; 4. the leg decides; 5. the leg as it then is.
/// </summary>
[ApiController]
[Authorize]
[Route("api/calling/calls")]
[Tags("Calling")]
internal sealed class CallingController(Cluster cluster, GatewayState state, TimeProvider clock, IOptions<GatewayOptions> options) : ControllerBase
{
    [HttpPost]
    [EndpointSummary("Dial, and command calls that are up")]
    [EndpointDescription("Commands: dial, update, calling.end, .transfer, .disconnect, .play (.pause, .resume, .stop, .volume), .collect (.stop, .start_input_timers), .refer, .user_event. Others are refused by name.")]
    [DescribedBody(RequestBodies.Calling)]
    [ProducesResponseType<CallResource>(StatusCodes.Status200OK)]
    [ProducesResponseType<CallingErrors>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    [ProducesResponseType<CallingErrors>(StatusCodes.Status422UnprocessableEntity)]
    public async Task<ActionResult> Command()
    {
        var most = options.Value.MaxBodyBytes;
        if (await BodyReader.Read(Request, most, HttpContext.RequestAborted) is not { } body) return new ProblemResult(TooLarge.Problem(most));
        var (key, keyError) = IdempotencyKey.Of(Request);
        var reading = CallingReader.Read(body, IdempotencyKey.NameOf(User.ProjectId(), key, body), SwmlLimits.Default);
        if ((reading.Command, keyError) is not ({ } command, null))
            return CallingErrors.Invalid(keyError is null ? reading.Errors : [CallingError.Of(keyError, IdempotencyKey.Header), .. reading.Errors]);
        return command switch
        {
            DialCommand dial => await Dial(dial, key, body),
            ControlCommand begin => await Begin(begin),
            TransferCommand { Address: { } address } transfer => await ScriptAt(address) is { } script
                ? await Order(transfer with { Script = script })
                : CallingErrors.Invalid(ProblemCodes.AddressNotFound, "There is no such address.", "dest"),
            ChangeCommand change => await Change(change),
            _ => await Order(command),
        };
    }

    private async Task<ActionResult> Order(CallingCommand command)
    {
        var outcome = await (command is EndCommand end
            ? cluster.End(end.Id, leg => leg.End(User.ProjectId(), end.Reason, end.Stage), HttpContext.RequestAborted)
            : cluster.Leg(command.Id, leg => CarryOut(leg, command), HttpContext.RequestAborted));
        return outcome switch
        {
            CallCommandOutcome.Done => await Show(command.Id, url: null),
            CallCommandOutcome.NotFound => CallingErrors.NoSuchCall,
            CallCommandOutcome.Ended => CallingErrors.Invalid("call_ended", "The call has ended.", "id"),
            CallCommandOutcome.WrongStage => CallingErrors.Invalid("call_state_invalid", command.WrongStage, command.Attribute),
            CallCommandOutcome.NotACaller => CallingErrors.Invalid("call_not_scripted", "The call was dialed by a connect; no script runs on it.", "id"),
            _ => CallingErrors.Invalid("call_not_connected", "The call is not connected to another.", "id"),
        };
    }

    private Task<CallCommandOutcome> CarryOut(ICallGrain leg, CallingCommand command) => command switch
    {
        TransferCommand e => leg.Transfer(User.ProjectId(), e.Request, e.Script!),
        UserEventCommand e => leg.UserEvent(User.ProjectId(), e.Request, e.Event),
        DisconnectCommand e => leg.Disconnect(User.ProjectId(), e.Request),
        _ => throw new InvalidOperationException("a command of no kind"),
    };

    private async Task<ScriptPlace?> ScriptAt(string address) =>
        (await cluster.Address(AddressKeys.OfCalled(address, User.ProjectId())!, found => found.Find(), HttpContext.RequestAborted))?.Script;

    private async Task<ActionResult> Begin(ControlCommand command)
    {
        var order = command.Order with { ProjectId = User.ProjectId() };
        return await Answer(command, order.ControlId, await cluster.Leg(command.Id, leg => leg.Control(order), HttpContext.RequestAborted));
    }

    private async Task<ActionResult> Change(ChangeCommand command)
    {
        var id = CallIds.Control(command.Id, command.ControlId);
        return await Answer(command, command.ControlId, await cluster.Control(id, control => command.Do(control, User.ProjectId()), HttpContext.RequestAborted));
    }

    private async Task<ActionResult> Answer(CallingCommand command, string controlId, ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Done => await Show(command.Id, url: null, controlId),
        ControlOutcome.CallNotFound => CallingErrors.NoSuchCall,
        ControlOutcome.CallEnded => CallingErrors.Invalid("call_ended", "The call has ended.", "id"),
        ControlOutcome.NotAnswered => CallingErrors.Invalid("call_state_invalid", command.WrongStage, "id"),
        ControlOutcome.NotFound when await cluster.Call(User.ProjectId(), command.Id, HttpContext.RequestAborted) is null => CallingErrors.NoSuchCall,
        ControlOutcome.NotFound => CallingErrors.Invalid("control_not_found", "Nothing of that kind goes by this control_id on the call.", "control_id"),
        ControlOutcome.Ended => CallingErrors.Invalid("control_ended", "It has ended.", "control_id"),
        ControlOutcome.Reused => CallingErrors.Invalid("control_id_reused", "Something else was begun under this control_id.", "control_id"),
        ControlOutcome.TooMany => CallingErrors.Invalid("too_many_controls", "Too many are under way on this call; stop one first.", "id"),
        _ => CallingErrors.Invalid(ProblemCodes.NotSupportedYet, "The network that carries this call cannot do that.", "control_id"),
    };

    private async Task<ActionResult> Dial(DialCommand dial, string? key, ReadOnlyMemory<byte> body)
    {
        if (state.IsDraining)
        {
            return new ProblemResult(ProblemBody.Unavailable(
                ProblemCodes.Draining, "This node takes no new calls, it is about to stop.", options.Value.RetryAfter));
        }

        // The keys of connects are apart: what is asked under one of them is no dial.
        var id = CallIds.Caller(key is null ? CallIds.NewSession() : CallIds.FromKey(User.ProjectId(), $"dial\n{key}"));
        var order = dial.Order with
        {
            ProjectId = User.ProjectId(),
            Trace = Activity.Current?.Id,
            RequestHash = key is null ? null : IdempotencyKey.HashOf(body),
        };
        var outcome = await cluster.Leg(id, leg => leg.Place(order), HttpContext.RequestAborted);
        if (outcome == PlaceOutcome.KeyReused)
            return CallingErrors.Invalid(ProblemCodes.IdempotencyKeyReused, IdempotencyKey.Reused, IdempotencyKey.Header);
        if (key is not null && outcome == PlaceOutcome.Replayed) Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return await Show(id, order.Script.Url);
    }

    private async Task<ActionResult> Show(string id, string? url, string? controlId = null) =>
        await cluster.Call(User.ProjectId(), id, HttpContext.RequestAborted) is { } view
            ? Ok(CallResource.Of(view, url is null ? null : Documents.WebUrl.Shown(url), controlId, clock.GetUtcNow()))
            : CallingErrors.NoSuchCall;
}
