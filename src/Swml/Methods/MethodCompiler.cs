using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Validation;
using Orchestrator.Swml.Validation.Rules;

namespace Orchestrator.Swml.Methods;

/// <summary>Reads steps of a document that has been validated.</summary>
public static class MethodCompiler
{
    /// <summary>The method's name and properties; the step itself stands for the properties of a bare name.</summary>
    public static (string Name, SwmlNode Properties, bool IsBare) Open(SwmlNode step) => step switch
    {
        ObjectNode { Members: [var method] } => (method.Name, method.Value, false),
        TextNode { Value: var name } => (name, step, true),
        _ => ("", step, true),
    };

    /// <summary>Fills in what is to be filled in when the step runs; what belongs to later steps or another call is left alone.</summary>
    public static SwmlNode Substitute(string name, SwmlNode properties, Substitution substitution) =>
        substitution.Apply(properties, (member, depth) => Deferred.Is(name, member, depth));

    /// <summary>Checks the values as they are now: what looks like a placeholder came out of a variable, and is text.</summary>
    public static CompiledMethod Compile(string name, SwmlNode properties, bool isBare, SwmlLimits limits)
    {
        var errors = new ErrorCollector(limits);
        var rules = new StepRules(errors, limits) { IsFinal = true };
        var method = MethodRegistry.Find(name)?.Invoke(rules, properties, isBare, StepScope.Script);
        return new CompiledMethod(errors.Count == 0 ? method : null, errors.All);
    }
}
