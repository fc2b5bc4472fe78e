using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>What can be said of placeholders before anything is filled in: that each holds a path or an expression.</summary>
internal static class Placeholder
{
    public static bool IsIn(string text) => Template.IsIn(text);

    /// <summary>Checks every string of a value that may hold anything.</summary>
    public static void Check(ErrorCollector errors, SwmlNode node)
    {
        if (node is ObjectNode { Members: var members })
        {
            foreach (var member in members) Check(errors, member.Value);
        }
        else if (node is ListNode { Items: var items })
        {
            foreach (var item in items) Check(errors, item);
        }
        else if (node is TextNode { Value: var text } && Template.IsIn(text))
        {
            foreach (var part in Template.Of(text).Parts.Where(part => part.IsExpression)) Expression(errors, node, part.Text);
        }
    }

    /// <summary>Checks an expression without braces around it, or with them.</summary>
    public static void Bare(ErrorCollector errors, SwmlNode node, string text)
    {
        if (Template.IsIn(text) && Template.Of(text).Lone is { } lone) text = lone;
        Expression(errors, node, text);
    }

    private static void Expression(ErrorCollector errors, SwmlNode node, string expression)
    {
        if (PlainPath.TryParse(expression) is null && ExpressionSyntax.Of(expression.Trim()).Problem is { } problem)
            errors.Add(ErrorCodes.JsEvalError, node, problem, "a path such as vars.name, or a JavaScript expression");
    }
}
