using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>
/// The labels of a section: each name once, and each <c>goto</c> to one that it can reach. A step reaches the labels of its own list and of
/// the lists around it in the section; nothing jumps into a list.
/// </summary>
internal sealed class LabelRules(ErrorCollector errors)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Check(ListNode section) => Steps(section, []);

    private void Steps(ListNode list, HashSet<string> around)
    {
        var reach = new HashSet<string>(around, StringComparer.Ordinal);
        foreach (var label in list.Items.Select(LabelOf).OfType<TextNode>())
        {
            if (!_names.Add(label.Value))
                errors.Add(ErrorCodes.ElementDuplicated, label, $"a second label {Shown.Value(label)}", "each label once in a section");
            reach.Add(label.Value);
        }

        foreach (var step in list.Items.OfType<ObjectNode>())
        {
            foreach (var method in step.Members) Method(method, reach);
        }
    }

    private void Method(SwmlMember method, HashSet<string> reach)
    {
        if (method.Name == "goto")
        {
            var target = method.Value is ObjectNode properties ? properties["label"] : method.Value;
            if (target is TextNode { Value: var name } && !Placeholder.IsIn(name) && !reach.Contains(name))
                errors.Invalid(target, "a label of this list of steps, or of one around it in the section");
        }
        else if (method.Name is "cond" or "switch")
        {
            Lists(method.Value, reach);
        }
        else if (method is { Name: "connect" or "execute", Value: ObjectNode properties })
        {
            if (properties["result"] is { } result) Lists(result, reach);
            if (method.Name == "execute" && properties["on_return"] is ListNode steps) Steps(steps, reach);
        }
    }

    /// <summary>The lists of steps of a switch or of conditions.</summary>
    private void Lists(SwmlNode branches, HashSet<string> reach)
    {
        IEnumerable<SwmlNode?> lists = branches switch
        {
            ObjectNode choice => [choice["default"], .. (choice["case"] as ObjectNode)?.Members.Select(member => member.Value) ?? []],
            ListNode list => list.Items.OfType<ObjectNode>().SelectMany(entry => new[] { entry["then"], entry["else"] }),
            _ => [],
        };
        foreach (var list in lists.OfType<ListNode>()) Steps(list, reach);
    }

    private static SwmlNode? LabelOf(SwmlNode step) => step is ObjectNode { Members: [{ Name: "label", Value: var name }] } ? name : null;
}
