using System.Collections.Frozen;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Validation.Rules.Methods;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Checks a method's properties; the method itself, or null if something is wrong or open.</summary>
/// <param name="properties">The value beside the method's name; the step itself if the name stands bare.</param>
internal delegate SwmlMethod? MethodRule(StepRules steps, SwmlNode properties, bool isBare, StepScope scope);

/// <summary>Every method of calling SWML: those with a rule are accepted, the other known ones are refused by name.</summary>
internal static class MethodRegistry
{
    private static readonly FrozenDictionary<string, MethodRule> Rules = new Dictionary<string, MethodRule>
    {
        ["answer"] = CallMethods.Answer.Read,
        ["hangup"] = CallMethods.Hangup.Read,
        ["connect"] = Connect,
        ["enter_queue"] = CallMethods.EnterQueue.Read,
        ["play"] = MediaMethods.Play,
        ["prompt"] = MediaMethods.Prompt.Read,
        ["sip_refer"] = CallMethods.SipRefer.Read,
        ["send_digits"] = MediaMethods.SendDigits.Read,
        ["sleep"] = MediaMethods.Sleep.Read,
        ["set"] = DataMethods.Set,
        ["unset"] = DataMethods.Unset,
        ["cond"] = FlowMethods.Cond,
        ["switch"] = FlowMethods.Switch,
        ["execute"] = FlowMethods.Execute.Read,
        ["transfer"] = FlowMethods.Transfer.Read,
        ["goto"] = FlowMethods.Goto.Read,
        ["label"] = FlowMethods.Label,
        ["return"] = FlowMethods.Return,
        ["request"] = DataMethods.Request.Read,
        ["user_event"] = DataMethods.UserEvent.Read,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NotYetSupported = FrozenSet.Create(
        StringComparer.Ordinal,
        "ai", "amazon_bedrock", "denoise", "detect_machine", "join_conference", "join_room", "live_transcribe", "live_translate",
        "pay", "receive_fax", "record", "record_call", "send_fax", "send_sms", "stop_denoise", "stop_record_call",
        "stop_stream", "stop_tap", "stream", "tap");

    private static readonly string[] Confirming =
    [
        "cond", "set", "unset", "hangup", "play", "prompt", "record", "record_call", "stop_record_call", "tap", "stop_tap", "stream",
        "stop_stream", "send_digits", "send_sms", "denoise", "stop_denoise",
    ];

    /// <summary>The methods that may stand in <c>confirm</c>, for a message.</summary>
    public static string ConfirmMethods { get; } = string.Join(", ", Confirming);

    public static IEnumerable<string> Supported => Rules.Keys;

    public static MethodRule? Find(string name) => Rules.GetValueOrDefault(name);

    public static bool IsKnown(string name) => Rules.ContainsKey(name) || NotYetSupported.Contains(name);

    public static bool MayConfirm(string name) => Confirming.Contains(name);

    private static ConnectMethod? Connect(StepRules steps, SwmlNode properties, bool isBare, StepScope scope)
    {
        if (isBare)
        {
            steps.Errors.Add(ErrorCodes.MethodParameterMissing, properties, "connect without properties", ConnectReader.OneStrategy);
            return null;
        }

        var before = steps.Errors.Count;
        var draft = new ConnectReader(steps).Read(properties);
        return steps.IsFinal && steps.Errors.Count == before ? new ConnectMethod(PlanBuilder.Build(draft.Top, draft.Legs())) : null;
    }
}
