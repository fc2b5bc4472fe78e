using System.Collections.Immutable;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules.Methods;

/// <summary>Methods about the call itself.</summary>
internal static class CallMethods
{
    private const string QueueName = "a queue's name of 1 to 128 characters";
    private const string Reasons = "hangup, busy, decline, no_answer, cancel or error";

    public static MethodShape Answer { get; } = new(
        "answer",
        [
            new("max_duration", (reader, node) => reader.Seconds(node)),
            new("codecs", CodecRules.Offer),
            new("username", CallerRules.Username),
            new("password", CallerRules.Password),
        ],
        values => new AnswerMethod(
            values.Get<TimeSpan?>("max_duration"),
            values.Get<ImmutableArray<string>?>("codecs") ?? [],
            values.Get<string>("username") is { } username ? new SipCredentials(username, values.Get<string>("password") ?? "") : null));

    public static MethodShape Hangup { get; } = new(
        "hangup",
        [new("reason", (reader, node) => reader.Text(node, Reasons, IsReason))],
        values => new HangupMethod(values.Get<string>("reason") ?? "hangup"));

    public static MethodShape EnterQueue { get; } = new(
        "enter_queue",
        [
            new("queue_name", (reader, node) => reader.Text(node, QueueName, DestinationRules.IsQueueName), IsRequired: true),
            new("transfer_after_bridge", ScriptRules.TransferAfterBridge, IsRequired: true),
            new("status_url", UrlRules.Callback),
            new("wait_url", UrlRules.Callback),
            new("wait_time", (reader, node) => reader.Seconds(node)),
        ],
        values => new EnterQueueMethod(
            values.Get<string>("queue_name")!,
            values.Get<string>("transfer_after_bridge")!,
            values.Get<CallbackUrl>("status_url"),
            values.Get<CallbackUrl>("wait_url"),
            values.Get<TimeSpan?>("wait_time") ?? TimeSpan.FromHours(1)));

    public static MethodShape SipRefer { get; } = new(
        "sip_refer",
        [
            new("to_uri", (reader, node) => reader.Text(node, "a sip: or sips: URI", SipUriRules.IsSip), IsRequired: true),
            new("status_url", UrlRules.Callback),
            new("username", CallerRules.Username),
            new("password", CallerRules.Password),
        ],
        values => new SipReferMethod(
            values.Get<string>("to_uri")!,
            values.Get<string>("username") is { } username ? new SipCredentials(username, values.Get<string>("password") ?? "") : null,
            values.Get<CallbackUrl>("status_url")));

    private static bool IsReason(string text) => text is "hangup" or "busy" or "decline" or "no_answer" or "cancel" or "error";
}
