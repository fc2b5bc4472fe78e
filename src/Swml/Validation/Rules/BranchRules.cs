using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>The two ways to choose between lists of steps, as methods and as the forms of <c>result</c>.</summary>
internal sealed class BranchRules(StepRules steps, StepScope scope)
{
    private static readonly string[] SwitchNames = ["variable", "case", "default"];
    private static readonly string[] CondNames = ["when", "then", "else"];

    private readonly ErrorCollector _errors = steps.Errors;

    /// <summary>Either form; without a variable the switch is on how the method ended.</summary>
    public void Result(SwmlNode node)
    {
        if (node is ObjectNode) Switch(node, isVariableRequired: false);
        else if (node is ListNode) Cond(node);
        else _errors.Invalid(node, "a switch as an object or conditions as a list");
    }

    /// <summary>An object of <c>variable</c>, <c>case</c> and <c>default</c>, of which at least one of the last two.</summary>
    public void Switch(SwmlNode node, bool isVariableRequired)
    {
        if (node is not ObjectNode choice)
        {
            _errors.Invalid(node, "an object with case or default");
            return;
        }

        if (isVariableRequired && choice["variable"] is null) _errors.Missing(choice, "variable");
        if (choice["case"] is null && choice["default"] is null)
            _errors.Add(ErrorCodes.MethodParameterMissing, choice, "neither case nor default", "at least one of them");
        foreach (var member in choice.Members)
        {
            if (member.Name == "variable") Variable(member.Value);
            else if (member.Name == "case") Cases(member.Value);
            else if (member.Name == "default") steps.StepsOf(member.Value, scope);
            else _errors.Undefined(member, SwitchNames);
        }
    }

    /// <summary>A list of <c>when</c>/<c>then</c> pairs and at most one <c>else</c>, the last entry.</summary>
    public void Cond(SwmlNode node)
    {
        if (node is not ListNode { Items: { IsEmpty: false } entries })
        {
            _errors.Invalid(node, "a list of conditions, at least one");
            return;
        }

        for (var index = 0; index < entries.Length; index++)
        {
            if (entries[index] is ObjectNode entry) Condition(entry, index == entries.Length - 1);
            else _errors.Invalid(entries[index], "an object with when and then, or with else");
        }
    }

    private void Condition(ObjectNode entry, bool isLast)
    {
        var isElse = entry["else"] is not null;
        foreach (var member in entry.Members)
        {
            if (member.Name == "else")
            {
                if (!isLast) _errors.Add(ErrorCodes.MethodParameterInvalidValue, member, "else before the last entry", "else in the last entry only");
                steps.StepsOf(member.Value, scope);
                continue;
            }

            if (!CondNames.Contains(member.Name)) _errors.Undefined(member, CondNames);
            else if (isElse) _errors.Add(ErrorCodes.MethodParameterConflict, member, $"{member.Name} beside else", "else in an entry of its own");
            if (member.Name == "when") Expression(member.Value);
            else if (member.Name == "then") steps.StepsOf(member.Value, scope);
        }

        if (isElse) return;
        if (entry["when"] is null) _errors.Missing(entry, "when");
        if (entry["then"] is null) _errors.Missing(entry, "then");
    }

    private void Cases(SwmlNode node)
    {
        if (node is not ObjectNode cases)
        {
            _errors.Invalid(node, "an object with a list of steps for each value");
            return;
        }

        foreach (var member in cases.Members) steps.StepsOf(member.Value, scope);
    }

    private void Variable(SwmlNode node)
    {
        if (node is not TextNode { Value: var text } || string.IsNullOrWhiteSpace(text)) _errors.Invalid(node, "the name of a variable");
        else if (Placeholder.IsIn(text)) Placeholder.Check(_errors, node);
        else if (PlainPath.TryParse(text) is null) _errors.Invalid(node, "the name of a variable");
    }

    private void Expression(SwmlNode node)
    {
        if (node is not TextNode { Value: var text } || string.IsNullOrWhiteSpace(text)) _errors.Invalid(node, "an expression");
        else Placeholder.Bare(_errors, node, text);
    }
}
