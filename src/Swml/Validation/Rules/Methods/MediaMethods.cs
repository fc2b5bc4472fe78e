using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules.Methods;

/// <summary>Methods that the caller hears, or that hear him.</summary>
internal static class MediaMethods
{
    private const string Milliseconds = "whole milliseconds from 0 to 86400000, -1 for ever, or a variable string";

    private static readonly string[] Speech =
        ["speech_timeout", "speech_end_timeout", "speech_language", "speech_hints", "speech_engine"];

    private static readonly MethodProperty[] Sound =
    [
        new("volume", (reader, node) => reader.Number(node, -40, 40, isWhole: false, "a number from -40 to 40, or a variable string")),
        new("say_voice", (reader, node) => reader.PlainText(node)),
        new("say_language", (reader, node) => reader.PlainText(node)),
        new("say_gender", (reader, node) => reader.PlainText(node)),
        new("status_url", UrlRules.Callback),
    ];

    private static readonly MethodShape PlayShape = new(
        "play",
        [new("url", PlayableRules.One), new("urls", PlayableRules.Several), new("auto_answer", (reader, node) => AutoAnswer(reader, node)), .. Sound],
        values => new PlayMethod(
            List(values, values.Get<ImmutableArray<string>?>("urls") ?? [values.Get<string>("url")!]), values.Get<CallbackUrl>("status_url")),
        shortFor: "url");

    public static MethodShape Prompt { get; } = new(
        "prompt",
        [
            new("play", Playables, IsRequired: true),
            new("max_digits", (reader, node) => reader.Number(node, 1, 100, isWhole: true, "a whole number from 1 to 100, or a variable string")),
            new("terminators", (reader, node) => reader.Text(node, "a string of the digits 0-9, * and #", IsTerminators)),
            new("digit_timeout", (reader, node) => Timeout(reader, node)),
            new("initial_timeout", (reader, node) => Timeout(reader, node)),
            .. Sound,
            .. Speech.Select(name => new MethodProperty(name, (reader, node) => reader.Any(node))),
        ],
        values => new PromptMethod(
            List(values, values.Get<ImmutableArray<string>>("play")),
            (int)(values.Get<decimal?>("max_digits") ?? 1),
            values.Get<string>("terminators") ?? "",
            Seconds(values.Get<decimal?>("digit_timeout") ?? 5),
            Seconds(values.Get<decimal?>("initial_timeout") ?? 5),
            values.Get<CallbackUrl>("status_url"),
            Speech.Any(values.Has)));

    public static MethodShape SendDigits { get; } = new(
        "send_digits",
        [new("digits", (reader, node) => reader.Text(node, "digits 0-9, *, #, A-D, and the pauses w and W", IsDigits), IsRequired: true)],
        values => new SendDigitsMethod(values.Get<string>("digits")!),
        shortFor: "digits");

    public static MethodShape Sleep { get; } = new(
        "sleep",
        [new("duration", (reader, node) => reader.Number(node, -1, 86_400_000, isWhole: true, Milliseconds), IsRequired: true)],
        values => new SleepMethod(values.Get<decimal>("duration") is >= 0 and var time ? TimeSpan.FromMilliseconds((long)time) : null),
        shortFor: "duration");

    /// <summary>Exactly one of <c>url</c> and <c>urls</c>.</summary>
    public static SwmlMethod? Play(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        var written = node as ObjectNode;
        var (url, urls) = (written?.Find("url"), written?.Find("urls"));
        if (url is not null && urls is not null)
            steps.Errors.Add(ErrorCodes.MethodParameterConflict, urls, "urls beside url", "one of them");
        var isMissing = (isBare || node is NullNode or ObjectNode) && url is null && urls is null;
        if (isMissing) steps.Errors.Add(ErrorCodes.MethodParameterMissing, node, "neither url nor urls", "one of them");
        var method = PlayShape.Read(steps, node, isBare, scope);
        return isMissing ? null : method;
    }

    private static bool? AutoAnswer(ValueReader reader, SwmlNode node)
    {
        var answers = reader.Boolean(node);
        if (answers is false)
            reader.Errors.Add(ErrorCodes.MethodParameterInvalidValue, node, "auto_answer false", "true: sound before the answer is not supported by this engine yet");
        return answers;
    }

    private static decimal? Timeout(ValueReader reader, SwmlNode node) =>
        reader.Number(node, 0, 600, isWhole: false, "seconds from 0 to 600, or a variable string");

    private static TimeSpan Seconds(decimal seconds) => TimeSpan.FromMilliseconds((long)(seconds * 1000));

    private static PlayList List(MethodValues values, ImmutableArray<string> urls) => new(
        urls,
        (double)(values.Get<decimal?>("volume") ?? 0),
        values.Get<string>("say_voice"),
        values.Get<string>("say_language"),
        values.Get<string>("say_gender"));

    private static object? Playables(ValueReader reader, SwmlNode node) => node is ListNode
        ? PlayableRules.Several(reader, node)
        : PlayableRules.One(reader, node) is string one ? ImmutableArray.Create(one) : null;

    private static bool IsTerminators(string text) => text.All(digit => "0123456789*#".Contains(digit));

    private static bool IsDigits(string text) => text.Length is > 0 and <= 256 && text.All(digit => "0123456789*#ABCDwW".Contains(digit));
}
