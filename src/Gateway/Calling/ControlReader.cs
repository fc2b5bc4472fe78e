using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Gateway.Connects;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Calling;

/// <summary>
/// Reads playbacks, collecting of digits and transfers. They are SWML's <c>play</c>, <c>prompt</c> and <c>sip_refer</c> from outside, and are judged by their rules.
/// </summary>
/// <param name="request">The name of what is begun, if the client gives it none.</param>
internal sealed class ControlReader(EnvelopeErrors errors, string request, SwmlLimits limits)
{
    private const int LongestControlId = 128;
    private const int MostRounds = 100;

    private static readonly string[] PlayMembers = ["control_id", "play", "volume", "loop", "direction", "status_url"];
    private static readonly string[] CollectMembers =
        ["control_id", "initial_timeout", "digits", "start_input_timers", "partial_results", "continuous", "send_start_of_input", "speech", "status_url"];
    private static readonly string[] ReferMembers = ["control_id", "device", "status_url"];
    private static readonly string[] DigitMembers = ["max", "terminators", "digit_timeout"];

    public CallingCommand? Play(string id, ObjectNode parameters)
    {
        Check(parameters, PlayMembers);
        if (parameters["direction"] is { } direction and not TextNode { Value: "listen" }) errors.Invalid(direction, "listen: the call itself hears it");
        var items = new PlayItems(errors);
        if (parameters["play"] is { } play) items.Read(play);
        else errors.Missing(parameters, "play");
        var (repeat, rounds) = Rounds(parameters["loop"]);
        List<(string, string)> members = [("urls", $"[{string.Join(',', items.Playables.Select(Quoted))}]")];
        members.AddRange(items.Voice.Select(pair => (pair.Key, Quoted(pair.Value))));
        Copy(members, parameters, "volume", "volume");
        Copy(members, parameters, "status_url", "status_url");
        if (items.Playables.Count == 0 || Compile<PlayMethod>("play", members, parameters, "play") is not { Play: var list } method) return null;
        return Order(id, parameters) is { } order
            ? new ControlCommand(id, order with
            {
                StatusUrl = method.StatusUrl,
                Play = new PlayOrder([.. Enumerable.Repeat(list.Urls, rounds).SelectMany(urls => urls)], repeat, list.Volume, list.Voice, list.Language, list.Gender),
            })
            : null;
    }

    public CallingCommand? Collect(string id, ObjectNode parameters)
    {
        Check(parameters, CollectMembers);
        foreach (var name in (ReadOnlySpan<string>)["partial_results", "continuous", "send_start_of_input"])
        {
            if (parameters[name] is { } asked and not BooleanNode { Value: false }) errors.Invalid(asked, "false: only the result of a collect is told, once");
        }

        if (parameters["speech"] is { } speech) errors.Invalid(speech, "digits: this engine hears no speech");
        if (parameters["start_input_timers"] is { } timers and not BooleanNode) errors.Invalid(timers, "true or false");
        if (parameters["digits"] is not ObjectNode digits)
        {
            if (parameters["digits"] is { } other) errors.Invalid(other, "an object with max, terminators, digit_timeout");
            else errors.Missing(parameters, "digits");
            return null;
        }

        Check(digits, DigitMembers);
        if (digits["max"] is null) errors.Missing(digits, "max");
        List<(string, string)> members = [("play", "\"silence:1\"")];
        Copy(members, digits, "max", "max_digits");
        Copy(members, digits, "terminators", "terminators");
        Copy(members, digits, "digit_timeout", "digit_timeout");
        Copy(members, parameters, "initial_timeout", "initial_timeout");
        Copy(members, parameters, "status_url", "status_url");
        return Compile<PromptMethod>("prompt", members, parameters, "digits") is { } prompt && Order(id, parameters) is { } order
            ? new ControlCommand(id, order with
            {
                StatusUrl = prompt.StatusUrl,
                Collect = new CollectOrder(
                    prompt.MaxDigits, prompt.Terminators, prompt.DigitTimeout, prompt.InitialTimeout,
                    StartTimers: parameters["start_input_timers"] is not BooleanNode { Value: false }),
            })
            : null;
    }

    public CallingCommand? Refer(string id, ObjectNode parameters)
    {
        Check(parameters, ReferMembers);
        if (parameters["device"] is not ObjectNode { } device || device["type"] is not TextNode { Value: "sip" } || device["params"] is not ObjectNode { } phone)
        {
            if (parameters["device"] is { } other) errors.Invalid(other, "an object with type sip, and params with to");
            else errors.Missing(parameters, "device");
            return null;
        }

        Check(device, ["type", "params"]);
        Check(phone, ["to", "username", "password"]);
        List<(string, string)> members = [];
        Copy(members, phone, "to", "to_uri");
        Copy(members, phone, "username", "username");
        Copy(members, phone, "password", "password");
        Copy(members, parameters, "status_url", "status_url");
        return Compile<SipReferMethod>("sip_refer", members, parameters, "device") is { } refer && Order(id, parameters) is { } order
            ? new ControlCommand(id, order with
            {
                StatusUrl = refer.StatusUrl,
                Refer = new ReferOrder(refer.ToUri, refer.Credentials?.Username, refer.Credentials?.Password),
            })
            : null;
    }

    /// <summary>What is done with one that is under way; of its name nothing is guessed.</summary>
    public CallingCommand? Change(string id, ObjectNode parameters, Func<IControlGrain, string, Task<ControlOutcome>> order)
    {
        Check(parameters, ["control_id"]);
        return Named(parameters) is { } controlId ? new ChangeCommand(id, controlId, order) : null;
    }

    public CallingCommand? Volume(string id, ObjectNode parameters)
    {
        Check(parameters, ["control_id", "volume"]);
        if (parameters["volume"] is not NumberNode)
        {
            if (parameters["volume"] is { } other) errors.Invalid(other, "a number from -40 to 40");
            else errors.Missing(parameters, "volume");
            return null;
        }

        List<(string, string)> members = [("url", "\"silence:1\"")];
        Copy(members, parameters, "volume", "volume");
        return Compile<PlayMethod>("play", members, parameters, "volume") is { Play.Volume: var volume } && Named(parameters) is { } controlId
            ? new ChangeCommand(id, controlId, (control, project) => control.SetVolume(project, volume))
            : null;
    }

    /// <summary>Without a name it gets one, which the answer tells.</summary>
    private ControlOrder? Order(string id, ObjectNode parameters)
    {
        var controlId = parameters["control_id"] is null ? request : Named(parameters);
        return controlId is null ? null : new ControlOrder
        {
            ProjectId = "",
            ControlId = controlId,
            Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SwmlJson.Write(parameters))).AsSpan(0, 16)),
        };
    }

    private string? Named(ObjectNode parameters)
    {
        if (parameters["control_id"] is TextNode { Value: { Length: > 0 and <= LongestControlId } name }) return name;
        if (parameters["control_id"] is { } other) errors.Invalid(other, $"a text of 1 to {LongestControlId} characters");
        else errors.Missing(parameters, "control_id");
        return null;
    }

    private (bool Repeat, int Times) Rounds(SwmlNode? loop)
    {
        if (loop is null) return (false, 1);
        if (loop is NumberNode { Whole: >= 0 and <= MostRounds and var times }) return (times == 0, Math.Max(1, (int)times));
        errors.Invalid(loop, $"a whole number from 1 to {MostRounds}, or 0: until it is stopped");
        return (false, 1);
    }

    private T? Compile<T>(string method, List<(string Name, string Json)> members, ObjectNode parameters, string whole)
        where T : SwmlMethod
    {
        var text = $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Json}"))}}}";
        if (errors.Rewritten(text, parameters[whole] ?? parameters) is not { } node) return null;
        var compiled = MethodCompiler.Compile(method, node, isBare: false, limits);
        foreach (var error in compiled.Errors) errors.Add(Placed(error, parameters, whole));
        return compiled.Method as T;
    }

    /// <summary>Where the client wrote what SWML's rules found.</summary>
    private static SwmlError Placed(SwmlError error, ObjectNode parameters, string whole)
    {
        var own = error.Pointer.Split('/').ElementAtOrDefault(1);
        var name = own is "volume" or "status_url" or "initial_timeout" ? own : whole;
        return error with { Pointer = $"/params/{name}", Position = parameters[name]?.Position };
    }

    private void Check(ObjectNode parameters, string[] known)
    {
        foreach (var member in parameters.Members.Where(member => !known.Contains(member.Name, StringComparer.Ordinal))) errors.Undefined(parameters, member, known);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, GatewayJson.Readable.String);

    private static void Copy(List<(string, string)> members, ObjectNode from, string name, string to)
    {
        if (from[name] is { } node) members.Add((to, SwmlJson.Write(node)));
    }
}
