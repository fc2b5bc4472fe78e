using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation.Rules;

namespace Orchestrator.Swml.Validation;

/// <summary>Turns a <c>connect</c> object into a plan.</summary>
public static class ConnectCompiler
{
    /// <param name="connect">The value of <c>connect</c>, wherever it stands; pointers are those of its document.</param>
    public static CompiledConnect Compile(SwmlNode connect, SwmlLimits limits)
    {
        var errors = new ErrorCollector(limits);
        // 1. Read and check every property where it is written.
        var draft = new ConnectReader(new StepRules(errors, limits)).Read(connect);
        // 2. Let destinations inherit, and drop what has no effect for their kind.
        var legs = draft.Legs();
        // 3. List what the result asks for; build the plan if nothing is wrong or open.
        var features = FeatureList.Of(draft, legs);
        var isOpen = features.Any(feature => feature.Name == FeatureNames.Placeholder);
        var all = errors.All;
        return new CompiledConnect
        {
            Plan = all.IsEmpty && !isOpen ? PlanBuilder.Build(draft.Top, legs) : null,
            Errors = all,
            Features = features,
            LegPointers = [.. legs.Select(group => group.Select(leg => leg.Written.Node.Pointer).ToImmutableArray())],
        };
    }
}
