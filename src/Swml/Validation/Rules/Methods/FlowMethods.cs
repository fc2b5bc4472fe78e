using System.Text.Json;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;

namespace Orchestrator.Swml.Validation.Rules.Methods;

/// <summary>Methods that say which step comes next.</summary>
internal static class FlowMethods
{
    private static readonly MethodProperty[] Target =
    [
        new("dest", ScriptRules.Dest, IsRequired: true),
        new("params", Object),
        new("meta", Object),
    ];

    public static MethodShape Execute { get; } = new(
        "execute",
        [
            .. Target,
            new("on_return", (reader, node) => { reader.Steps.Nested.StepsOf(node, StepScope.Script); return null; }),
            new("result", ScriptRules.Result),
        ],
        values => new ExecuteMethod(values.Get<string>("dest")!, Params(values), values.Get<JsonElement?>("meta")),
        shortFor: "dest");

    public static MethodShape Transfer { get; } = new(
        "transfer",
        Target,
        values => new TransferMethod(values.Get<string>("dest")!, Params(values), values.Get<JsonElement?>("meta")),
        shortFor: "dest");

    public static MethodShape Goto { get; } = new(
        "goto",
        [
            new("label", (reader, node) => reader.Text(node, "the name of a label", text => text.Length > 0), IsRequired: true),
            new("when", When),
            new("max", (reader, node) => reader.Number(node, 1, 100, isWhole: true, "a whole number from 1 to 100, or a variable string")),
        ],
        values => new GotoMethod(values.Get<string>("label")!, values.Get<string>("when"), (int)(values.Get<decimal?>("max") ?? 100)),
        shortFor: "label");

    public static SwmlMethod? Label(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (!isBare && node is TextNode { Value: { Length: > 0 } name } && !Placeholder.IsIn(name)) return new LabelMethod(name);
        if (isBare) steps.Errors.Add(ErrorCodes.MethodParameterMissing, node, "label without a name", "the name of the label");
        else steps.Errors.Invalid(node, "the name of the label, without placeholders");
        return null;
    }

    public static SwmlMethod? Return(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (isBare) return new ReturnMethod(null);
        if (!steps.IsFinal) Placeholder.Check(steps.Errors, node);
        return new ReturnMethod(JsonValues.Of(node));
    }

    public static SwmlMethod? Cond(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (!steps.IsFinal) new BranchRules(steps, scope).Cond(node);
        return new CondMethod();
    }

    public static SwmlMethod? Switch(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        if (!steps.IsFinal) new BranchRules(steps, scope).Switch(node, isVariableRequired: true);
        return new SwitchMethod();
    }

    private static JsonElement Params(MethodValues values) => values.Get<JsonElement?>("params") ?? JsonValues.EmptyObject;

    private static string? When(ValueReader reader, SwmlNode node)
    {
        if (node is TextNode { Value: var text } && !string.IsNullOrWhiteSpace(text))
        {
            Placeholder.Bare(reader.Errors, node, text);
            return text;
        }

        reader.Errors.Invalid(node, "an expression");
        return null;
    }

    private static object? Object(ValueReader reader, SwmlNode node)
    {
        if (node is ObjectNode) return reader.Any(node);
        return reader.Parsed<object>(node, "an object", _ => null);
    }
}
