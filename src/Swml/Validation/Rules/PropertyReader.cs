using System.Collections.Immutable;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Reads the properties of one object by the table, and refuses those that are unknown or stand at the wrong level.</summary>
internal sealed class PropertyReader(StepRules steps)
{
    /// <param name="addresses">The members that are no properties: the strategies, or <c>to</c>.</param>
    /// <param name="strategy">The list that holds the destinations, for the message of a misplaced property.</param>
    public PropertySet Read(ObjectNode node, PropertyLevel level, string[] addresses, string strategy)
    {
        var values = ImmutableDictionary.CreateBuilder<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var member in node.Members.Where(member => !addresses.Contains(member.Name)))
        {
            var row = ConnectProperties.Find(member.Name);
            if (row is null)
                steps.Errors.Undefined(member, ConnectProperties.At(level).Concat(addresses));
            else if ((row.Level & level) == 0)
                Misplaced(member, row, strategy);
            else
                values.Add(row.Name, ValueReader.Read(steps, member.Value, row.Read));
        }

        return new PropertySet(values.ToImmutable());
    }

    private void Misplaced(SwmlMember member, ConnectProperty row, string strategy)
    {
        var (found, expected) = row.Level is PropertyLevel.Top
            ? ($"{row.Name} on a destination", "it beside the strategy, on connect itself")
            : ($"{row.Name} beside {strategy}", $"it on the destinations in {strategy}");
        steps.Errors.Add(ErrorCodes.MethodParameterUndefined, member, found, expected);
    }
}
