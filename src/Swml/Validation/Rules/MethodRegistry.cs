using System.Collections.Frozen;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Checks a method's properties.</summary>
/// <param name="properties">The value beside the method's name; the step itself if the name stands bare.</param>
internal delegate void MethodRule(StepRules steps, SwmlNode properties, bool isBare, StepScope scope);

/// <summary>Every method of calling SWML: those with a rule are accepted, the other known ones are refused by name.</summary>
internal static class MethodRegistry
{
    /// <summary>Accepted by name; its properties get a rule of their own when the engine learns to run it.</summary>
    private static readonly MethodRule NameOnly = (_, _, _, _) => { };

    private static readonly FrozenDictionary<string, MethodRule> Rules = new Dictionary<string, MethodRule>
    {
        ["answer"] = NameOnly,
        ["hangup"] = NameOnly,
        ["connect"] = Connect,
        ["enter_queue"] = NameOnly,
        ["play"] = NameOnly,
        ["prompt"] = NameOnly,
        ["send_digits"] = NameOnly,
        ["sleep"] = NameOnly,
        ["set"] = NameOnly,
        ["unset"] = NameOnly,
        ["cond"] = (steps, properties, _, scope) => new BranchRules(steps, scope).Cond(properties),
        ["switch"] = (steps, properties, _, scope) => new BranchRules(steps, scope).Switch(properties, isVariableRequired: true),
        ["execute"] = Execute,
        ["transfer"] = NameOnly,
        ["goto"] = NameOnly,
        ["label"] = NameOnly,
        ["return"] = NameOnly,
        ["request"] = NameOnly,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NotYetSupported = FrozenSet.Create(
        StringComparer.Ordinal,
        "ai", "amazon_bedrock", "denoise", "detect_machine", "join_conference", "join_room", "live_transcribe", "live_translate",
        "pay", "receive_fax", "record", "record_call", "send_fax", "send_sms", "sip_refer", "stop_denoise", "stop_record_call",
        "stop_stream", "stop_tap", "stream", "tap", "user_event");

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

    private static void Connect(StepRules steps, SwmlNode properties, bool isBare, StepScope scope)
    {
        if (isBare) steps.Errors.Add(ErrorCodes.MethodParameterMissing, properties, "connect without properties", ConnectReader.OneStrategy);
        else new ConnectReader(steps).Read(properties);
    }

    /// <summary>Only the steps it nests are checked here.</summary>
    private static void Execute(StepRules steps, SwmlNode properties, bool isBare, StepScope scope)
    {
        if (properties is not ObjectNode call) return;
        if (call["result"] is { } result) new BranchRules(steps, scope).Result(result);
        if (call["on_return"] is ListNode onReturn) steps.Steps(onReturn, scope);
    }
}
