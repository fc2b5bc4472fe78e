using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What a step must leave behind: exactly this, in this order. (An ImmutableArray compares by reference.)</summary>
internal static class StepAssertions
{
    public static void Does<TState, TEffect>(this Step<TState, TEffect> row, params TEffect[] effects)
        where TState : class => Assert.Equal(effects, row.Effects.ToArray());

    public static void Says<TState, TEffect>(this Step<TState, TEffect> row, params TimelineEvent[] facts)
        where TState : class => Assert.Equal(facts, row.Facts.ToArray());
}
