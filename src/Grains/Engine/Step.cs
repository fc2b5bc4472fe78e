using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Engine;

/// <summary>What a machine answers to one event: the state after it, what is to be carried out, and what is to be told.</summary>
/// <param name="Decides">
/// It decides something that must not be decided twice, so it is committed before any effect is seen. What does not decide
/// (ringing, say) rides along with the next commit, unless a webhook is due for it.
/// </param>
public sealed record Step<TState, TEffect>(
    TState State, ImmutableArray<TEffect> Effects, ImmutableArray<TimelineEvent> Facts, bool Decides)
    where TState : class
{
    public static Step<TState, TEffect> To(TState state) => new(state, [], [], Decides: false);

    public Step<TState, TEffect> Do(params ReadOnlySpan<TEffect> effects) => this with { Effects = [.. Effects, .. effects] };

    public Step<TState, TEffect> Say(params ReadOnlySpan<TimelineEvent> facts) => this with { Facts = [.. Facts, .. facts] };

    public Step<TState, TEffect> Decide() => this with { Decides = true };
}
