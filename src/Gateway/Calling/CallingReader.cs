using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Documents;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Calling;

/// <summary>Reads a command: its name, its call, its parameters; all errors at once.</summary>
/// <param name="request">Names the request: a command by the same name is carried out once.</param>
internal sealed class CallingReader(string request, SwmlLimits limits)
{
    /// <summary>Commands of the public reference that this engine does not know yet: refused by name, never ignored.</summary>
    private static readonly string[] NotBuilt = ["calling.stream", "calling.record", "calling.tap", "calling.detect", "calling.denoise", "calling.transcribe", "calling.live_transcribe", "calling.live_translate", "calling.ai_message",
        "calling.ai_hold", "calling.ai_unhold", "calling.send_fax", "calling.receive_fax"];

    private const int LongestEvent = 16 * 1024;

    private readonly EnvelopeErrors _errors = new(limits);

    public static CallingReading Read(ReadOnlyMemory<byte> body, string request, SwmlLimits limits)
    {
        var reader = new CallingReader(request, limits);
        var parsed = SwmlParser.Parse(body, "application/json", limits);
        reader._errors.AddAll(parsed);
        var command = parsed.Readable is { } root ? reader.Command(root) : null;
        var errors = reader._errors.ToItems();
        return errors.Count == 0 ? new(command, []) : new(null, [.. errors.Select(error => CallingError.Of(error, AttributeOf(error)))]);
    }

    /// <summary>The parameter itself, also of one that is not there.</summary>
    private static string AttributeOf(ErrorItem error) =>
        error is { Code: RequestErrorCodes.Missing, Found: ['n', 'o', ' ', .. var missing] } ? missing
        : error.Pointer.Split('/') is ["", "params", var name, ..] ? name
        : error.Pointer.TrimStart('/');

    private CallingCommand? Command(SwmlNode root)
    {
        if (root is not ObjectNode body)
        {
            _errors.Invalid(root, "an object with command and params");
            return null;
        }

        var parameters = body["params"] as ObjectNode;
        if (body["params"] is { } given && parameters is null) _errors.Invalid(given, "an object");
        return (body["command"] as TextNode)?.Value switch
        {
            "dial" => Of(body, parameters, needsId: false, (_, p) => new DialReader(_errors, limits).Read(p)),
            "update" => Of(body, parameters, needsId: true, Update, idIn: parameters),
            "calling.end" => Of(body, parameters, needsId: true, End),
            "calling.transfer" => Of(body, parameters, needsId: true, Transfer),
            "calling.disconnect" => Of(body, parameters, needsId: true, Disconnect),
            "calling.play" => Of(body, parameters, needsId: true, Controls.Play),
            "calling.play.pause" => Of(body, parameters, needsId: true, (id, p) => Controls.Change(id, p, (play, project) => play.Pause(project))),
            "calling.play.resume" => Of(body, parameters, needsId: true, (id, p) => Controls.Change(id, p, (play, project) => play.Resume(project))),
            "calling.play.stop" => Of(body, parameters, needsId: true, (id, p) => Controls.Change(id, p, (play, project) => play.Stop(project, ControlKind.Play))),
            "calling.play.volume" => Of(body, parameters, needsId: true, Controls.Volume),
            "calling.collect" => Of(body, parameters, needsId: true, Controls.Collect),
            "calling.collect.stop" => Of(body, parameters, needsId: true, (id, p) => Controls.Change(id, p, (collect, project) => collect.Stop(project, ControlKind.Collect))),
            "calling.collect.start_input_timers" => Of(body, parameters, needsId: true, (id, p) => Controls.Change(id, p, (collect, project) => collect.StartTimers(project))),
            "calling.refer" => Of(body, parameters, needsId: true, Controls.Refer),
            "calling.user_event" => Of(body, parameters, needsId: true, UserEvent),
            { } name when NotBuilt.Any(known => name == known || name.StartsWith($"{known}.", StringComparison.Ordinal)) => Refuse(body, $"{name}, which this engine does not support yet"),
            not null => Refuse(body, "another command"),
            null => Nameless(body),
        };
    }

    private CallingCommand? Refuse(ObjectNode body, string found)
    {
        _errors.Add(new(
            ProblemCodes.NotSupportedYet, body["command"]?.Pointer ?? "/command", found,
            "dial, update, calling.end, .transfer, .disconnect, .play, .collect, .refer or .user_event", (body["command"] ?? body).Position));
        return null;
    }

    private CallingCommand? Nameless(ObjectNode body)
    {
        if (body["command"] is { } other) _errors.Invalid(other, "the name of a command");
        else _errors.Missing(body, "command");
        return null;
    }

    private CallingCommand? Of(
        ObjectNode body, ObjectNode? parameters, bool needsId, Func<string, ObjectNode, CallingCommand?> read, ObjectNode? idIn = null)
    {
        // `update` names its call among its parameters, the others beside them; both places are taken.
        var id = needsId ? Id(body["id"] ?? idIn?["id"], body) : "";
        return read(id, parameters ?? Empty);
    }

    private string Id(SwmlNode? node, ObjectNode body)
    {
        if (node is TextNode { Value: var id } && CallIds.IsCall(id)) return id;
        if (node is null) _errors.Missing(body, "id");
        else _errors.Invalid(node, "the id of a call: call_ and what follows");
        return "";
    }

    private UserEventCommand? UserEvent(string id, ObjectNode parameters)
    {
        Check(parameters, "event");
        if (parameters["event"] is not { } told)
        {
            _errors.Missing(parameters, "event");
            return null;
        }

        var json = SwmlJson.Write(told);
        if (json.Length > LongestEvent) _errors.Invalid(told, $"an event of at most {LongestEvent} characters");
        return new UserEventCommand(id, request, json);
    }

    private ControlReader Controls => new(_errors, request, limits);

    private CallingCommand? Update(string id, ObjectNode parameters)
    {
        Check(parameters, "id", "status", "swml", "url", "fallback_url");
        var status = parameters["status"];
        var scripts = parameters.Members.Count(member => member.Name is "swml" or "url");
        if (scripts + (status is null ? 0 : 1) != 1)
        {
            _errors.Conflict(parameters, "none of swml, url and status, or several of them", "exactly one of them");
            return null;
        }

        switch (status)
        {
            case null:
                return Script(id, parameters, parameters["swml"] is null ? "url" : "swml");
            case TextNode { Value: "canceled" }:
                WebUrl.Fallback(parameters, _errors);
                return new EndCommand(id, EndReason.Cancel, CallStage.NotAnswered);
            case TextNode { Value: "completed" }:
                WebUrl.Fallback(parameters, _errors);
                return new EndCommand(id, EndReason.Hangup, CallStage.Answered);
            default:
                _errors.Invalid(status, "canceled or completed");
                return null;
        }
    }

    private CallingCommand? End(string id, ObjectNode parameters)
    {
        Check(parameters, "reason");
        EndReason? reason = (parameters["reason"], (parameters["reason"] as TextNode)?.Value) switch
        {
            (null, _) or (_, "hangup") => EndReason.Hangup,
            (_, "busy") => EndReason.Busy,
            (_, "decline") => EndReason.Declined,
            (_, "cancel") => EndReason.Cancel,
            (_, "no_answer" or "noAnswer") => EndReason.NoAnswer,
            (_, "error") => EndReason.Error,
            _ => null,
        };
        if (reason is { } known) return new EndCommand(id, known, CallStage.Any);
        _errors.Invalid(parameters["reason"]!, "hangup, busy, decline, cancel, no_answer or error");
        return null;
    }

    /// <summary>A document, or where it is: at a URL, or under a Resource address.</summary>
    private TransferCommand? Transfer(string id, ObjectNode parameters)
    {
        Check(parameters, "dest");
        return Script(id, parameters, "dest");
    }

    private TransferCommand? Script(string id, ObjectNode parameters, string name)
    {
        if (parameters[name] is not { } node)
        {
            _errors.Missing(parameters, name);
            return null;
        }

        if (name == "dest" && node is TextNode { Value: ['/', ..] and var address })
        {
            if (AddressKeys.OfCalled(address, projectId: "") is null) _errors.Invalid(node, "/public/NAME or /private/NAME, a URL, or a document");
            return new TransferCommand(id, request, Script: null, address);
        }

        var isUrl = name != "swml" && node is TextNode { Value: var text } && text.Contains("://", StringComparison.Ordinal) && !text.TrimStart().StartsWith('{');
        var fallback = WebUrl.Fallback(parameters, _errors);
        var script = isUrl ? new ScriptPlace(null, WebUrl.Read(node, _errors), fallback) : new ScriptPlace(DocumentMember.Read(node, _errors, limits), null);
        return new TransferCommand(id, request, script);
    }

    private DisconnectCommand Disconnect(string id, ObjectNode parameters)
    {
        Check(parameters);
        return new DisconnectCommand(id, request);
    }

    private void Check(ObjectNode parameters, params string[] known)
    {
        foreach (var member in parameters.Members.Where(member => !known.Contains(member.Name, StringComparer.Ordinal))) _errors.Undefined(parameters, member, known);
    }

    private static ObjectNode Empty { get; } =
        (ObjectNode)SwmlParser.Parse("{}"u8.ToArray(), "application/json").Node!;
}
