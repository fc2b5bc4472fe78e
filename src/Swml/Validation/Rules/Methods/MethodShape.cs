using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Methods;

namespace Orchestrator.Swml.Validation.Rules.Methods;

/// <summary>One row of a method's table of properties.</summary>
/// <param name="Read">The value, boxed; null if it is open or wrong, which has been reported.</param>
internal sealed record MethodProperty(string Name, Func<ValueReader, SwmlNode, object?> Read, bool IsRequired = false);

/// <summary>The properties that were read.</summary>
internal sealed class MethodValues(ImmutableDictionary<string, object> values)
{
    public bool Has(string name) => values.ContainsKey(name);

    public T? Get<T>(string name) => values.TryGetValue(name, out var value) ? (T)value : default;
}

/// <summary>A method whose properties are a table: checks them all, and makes the method of them when nothing is wrong or open.</summary>
/// <param name="shortFor">The property that a value which is no object stands for; null: it must be an object.</param>
internal sealed class MethodShape(string name, MethodProperty[] properties, Func<MethodValues, SwmlMethod> build, string? shortFor = null)
{
    public SwmlMethod? Read(StepRules steps, SwmlNode node, bool isBare, StepScope scope)
    {
        var before = steps.Errors.Count;
        var (values, open) = Values(steps, node, isBare);
        return steps.Errors.Count == before && !open ? build(new MethodValues(values)) : null;
    }

    private (ImmutableDictionary<string, object> Values, bool Open) Values(StepRules steps, SwmlNode node, bool isBare)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        var open = false;
        if (node is ObjectNode written)
        {
            foreach (var member in written.Members)
            {
                if (Find(member.Name) is { } property) Take(property, member.Value);
                else steps.Errors.Undefined(member, properties.Select(row => row.Name));
            }

            Require(written.Find);
        }
        else if (isBare || node is NullNode)
        {
            Require(_ => null);
        }
        else if (shortFor is not null)
        {
            Take(Find(shortFor)!, node);
        }
        else
        {
            steps.Errors.Invalid(node, $"an object with the properties of {name}");
        }

        return (values.ToImmutable(), open);

        void Take(MethodProperty property, SwmlNode value)
        {
            var read = ValueReader.Read(steps, value, property.Read);
            open |= !read.Open.IsEmpty;
            if (read.Value is { } known) values[property.Name] = known;
        }

        void Require(Func<string, SwmlMember?> find)
        {
            foreach (var property in properties.Where(row => row.IsRequired && find(row.Name) is null)) steps.Errors.Missing(node, property.Name);
        }
    }

    private MethodProperty? Find(string property) => Array.Find(properties, row => row.Name == property);
}
