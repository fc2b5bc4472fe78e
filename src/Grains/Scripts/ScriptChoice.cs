using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>Chooses between lists of steps: <c>cond</c>, <c>switch</c> and the two forms of <c>result</c>.</summary>
internal static class ScriptChoice
{
    /// <param name="at">JSON pointer of the switch or of the conditions.</param>
    /// <param name="substitution">Lists what is missing before anything can be chosen.</param>
    /// <param name="variable">What a switch without a variable looks at.</param>
    /// <returns>JSON pointer of the chosen list; null: none, and the script goes on.</returns>
    public static string? Of(SwmlNode? node, string at, Substitution substitution, string? variable) => node switch
    {
        ObjectNode choice => Switch(choice, at, substitution, variable),
        ListNode conditions => Cond(conditions, at, substitution),
        _ => null,
    };

    private static string? Switch(ObjectNode choice, string at, Substitution substitution, string? variable)
    {
        var name = (choice["variable"] as TextNode)?.Value ?? variable ?? "";
        // A variable in braces is its own value; a bare name is looked up.
        var value = Template.IsIn(name) ? Filled(name, substitution) : substitution.Value(name) is { } found ? JsonValues.ToText(found) : null;
        if (value is null) return null;

        if (choice["case"] is ObjectNode cases && cases[value] is not null) return SwmlPointer.Child(SwmlPointer.Child(at, "case"), value);
        return choice["default"] is null ? null : SwmlPointer.Child(at, "default");
    }

    private static string? Cond(ListNode conditions, string at, Substitution substitution)
    {
        for (var index = 0; index < conditions.Items.Length; index++)
        {
            if (conditions.Items[index] is not ObjectNode entry) continue;
            var place = SwmlPointer.Child(at, index);
            if (entry["else"] is not null) return SwmlPointer.Child(place, "else");
            // The conditions after the first that holds are never looked at.
            if (entry["when"] is not TextNode when || substitution.Value(when.Value) is not { } value) return null;
            if (JsonValues.IsTruthy(value)) return SwmlPointer.Child(place, "then");
        }

        return null;
    }

    private static string? Filled(string name, Substitution substitution)
    {
        var parts = Template.Of(name).Parts
            .Select(part => part.IsExpression ? substitution.Value(part.Text) : JsonValues.Text(part.Text))
            .ToArray();
        return parts.Any(part => part is null) ? null : string.Concat(parts.Select(part => JsonValues.ToText(part!.Value)));
    }
}
