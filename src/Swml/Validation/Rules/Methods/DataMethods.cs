using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules.Methods;

/// <summary>Methods about variables, and the one that asks a web server.</summary>
internal static class DataMethods
{
    private const string Name = "a variable's name: a letter, _ or $, then letters, digits, _ and $; not the name of a scope";

    public static MethodShape Request { get; } = new(
        "request",
        [
            new("url", UrlRules.Callback, IsRequired: true),
            new("method", (reader, node) => reader.Text(node, "GET, POST, PUT or DELETE", IsVerb), IsRequired: true),
            new("headers", Headers),
            new("body", (reader, node) => node is NullNode ? null : reader.Any(node)),
            new("connect_timeout", (reader, node) => Timeout(reader, node)),
            new("timeout", (reader, node) => Timeout(reader, node)),
            new("save_variables", (reader, node) => reader.Boolean(node)),
        ],
        values => new RequestMethod(
            values.Get<CallbackUrl>("url")!,
            values.Get<string>("method")!,
            values.Get<ImmutableSortedDictionary<string, string>>("headers") ?? ImmutableSortedDictionary<string, string>.Empty,
            values.Get<JsonElement?>("body"),
            Seconds(values.Get<decimal?>("connect_timeout")),
            Seconds(values.Get<decimal?>("timeout")),
            values.Get<bool?>("save_variables") ?? false));

    public static MethodShape UserEvent { get; } = new(
        "user_event",
        [new("event", (reader, node) => reader.Any(node), IsRequired: true)],
        values => new UserEventMethod(values.Get<JsonElement>("event")));

    public static SwmlMethod? Set(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (isBare || node is not ObjectNode { Members: var members })
        {
            steps.Errors.Invalid(node, "an object of names and values");
            return null;
        }

        foreach (var member in members)
        {
            if (!IsName(member.Name))
                steps.Errors.Add(ErrorCodes.MethodParameterInvalidValue, member, $"the name {Shown.Name(member.Name)}", Name);
            if (!steps.IsFinal) Placeholder.Check(steps.Errors, member.Value);
        }

        return new SetMethod([.. members.Select(member => KeyValuePair.Create(Bare(member.Name), JsonValues.Of(member.Value)))]);
    }

    public static SwmlMethod? Unset(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (isBare || node is not (TextNode or ListNode { Items.IsEmpty: false }))
        {
            steps.Errors.Invalid(node, "a name, or a list of names");
            return null;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var item in node is ListNode list ? list.Items : [node])
        {
            var open = !steps.IsFinal && item is TextNode { Value: var written } && Placeholder.IsIn(written);
            if (open) Placeholder.Check(steps.Errors, item);
            else if (item is TextNode { Value: var name } && IsName(name)) names.Add(Bare(name));
            else steps.Errors.Invalid(item, Name);
        }

        return new UnsetMethod(names.ToImmutable());
    }

    private static bool IsVerb(string text) => text is "GET" or "POST" or "PUT" or "DELETE";

    /// <summary>With its scope before it, a name means the same.</summary>
    private static string Bare(string name) => name.StartsWith("vars.", StringComparison.Ordinal) ? name["vars.".Length..] : name;

    private static bool IsName(string name) =>
        PlainPath.TryParse(Bare(name)) is { Segments: [var only] } && only == Bare(name) && !VariableScopes.IsScope(only) && only.Length <= 128;

    private static ImmutableSortedDictionary<string, string>? Headers(ValueReader reader, SwmlNode node)
    {
        if (node is not ObjectNode { Members: var members })
        {
            reader.Errors.Invalid(node, "an object of names and values");
            return null;
        }

        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in members)
        {
            if (!CharacterRules.IsToken(member.Name))
            {
                reader.Errors.Add(
                    ErrorCodes.MethodParameterInvalidValue, member, $"the header {Shown.Name(member.Name)}", "a header's name (a token)");
            }

            if (reader.Text(member.Value, "a string without control characters", CharacterRules.HasNoControls, isSecret: true) is { } value)
                headers[member.Name] = value;
        }

        return headers.ToImmutable();
    }

    private static decimal? Timeout(ValueReader reader, SwmlNode node) =>
        reader.Number(node, 0.1m, 60, isWhole: false, "seconds from 0.1 to 60, or a variable string");

    private static TimeSpan Seconds(decimal? seconds) => TimeSpan.FromMilliseconds((long)((seconds ?? 5) * 1000));
}
