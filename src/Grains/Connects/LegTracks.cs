using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Connects;

/// <summary>How the machine keeps its view of the legs. States only move forward: a leg that is over stays over.</summary>
internal static class LegTracks
{
    public static LegTrack Leg(this ConnectState state, int number) => state.Legs[number - 1];

    public static TState Track<TState>(this TState state, int number, LegStanding standing)
        where TState : ConnectState
    {
        var leg = state.Leg(number);
        return leg.IsOpen && standing > leg.Standing
            ? state with { Legs = state.Legs.SetItem(number - 1, leg with { Standing = standing }) }
            : state;
    }

    /// <summary>A queue's leg stands for this call now.</summary>
    public static TState Standing<TState>(this TState state, int number, QueuedCall? waiter)
        where TState : ConnectState => state.Leg(number).Waiter == waiter
            ? state
            : state with { Legs = state.Legs.SetItem(number - 1, state.Leg(number) with { Waiter = waiter }) };

    /// <summary>The legs of that group are being dialed.</summary>
    public static ImmutableArray<LegTrack> Called(this ImmutableArray<LegTrack> legs, int group) =>
        [.. legs.Select(leg => leg.Group == group ? leg with { Standing = LegStanding.Calling } : leg)];

    /// <summary>The leg has said how it ended. The first ending stands: a leg that was given up keeps the ending it was given.</summary>
    public static ImmutableArray<LegTrack> Over(this ConnectState state, int number, LegEnding ending)
    {
        var leg = state.Leg(number);
        return state.Legs.SetItem(number - 1, leg with { Standing = LegStanding.Over, Ending = leg.Ending ?? ending, Told = true });
    }

    /// <summary>Gives up every open leg but one; each is over from here on, and is owed a release.</summary>
    public static (ImmutableArray<LegTrack> Legs, IReadOnlyList<ConnectEffect> Releases) ReleaseOpen(
        this ConnectState state, ReleaseCause cause, int? except = null)
    {
        var ending = cause == ReleaseCause.EngineError
            ? new LegEnding(EndReason.Error, Fault.Ours, null, null)
            : new LegEnding(EndReason.Cancel, Fault.None, null, null);
        var releases = new List<ConnectEffect>();
        var legs = state.Legs.ToBuilder();
        foreach (var leg in state.Legs.Where(leg => leg.IsOpen && leg.Number != except))
        {
            legs[leg.Number - 1] = leg with { Standing = LegStanding.Over, Ending = ending, Released = cause };
            releases.Add(new ReleaseLeg(leg.Number, cause));
        }

        return (legs.ToImmutable(), releases);
    }
}
