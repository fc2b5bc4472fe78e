using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What holds at every moment of every world.</summary>
internal sealed class RunningPromises(World world)
{
    private readonly Dictionary<string, int> _reached = [];
    private readonly HashSet<string> _released = [];
    private int? _winner;

    public void AfterConnect(ConnectState before, Step<ConnectState, ConnectEffect> row)
    {
        if (row.Facts.OfType<LegWon>().SingleOrDefault() is { } won && !before.Legs[won.Leg - 1].IsOpen)
            throw new BrokenPromiseException($"B{won.Leg} wins and had been over");
        Check(row, restored: false);
    }

    public void AfterConnectRestored(Step<ConnectState, ConnectEffect> row) => Check(row, restored: true);

    public void AfterLeg(string name, LegEvent happened, Step<LegState, LegEffect> row)
    {
        if (happened is ReleaseOrdered)
            _released.Add(name);
        Check(name, row, restored: false);
    }

    public void AfterLegRestored(string name, Step<LegState, LegEffect> row) => Check(name, row, restored: true);

    private void Check(Step<ConnectState, ConnectEffect> row, bool restored)
    {
        MovesForward(World.Connect, Rank(row.State), Rank(world.ConnectOwner.Committed), restored);
        foreach (var effect in row.Effects)
        {
            if ((effect as BridgeCaller)?.Leg is { } bridged)
                OnlyWinner(bridged);
            if ((effect as JoinLeg)?.Leg is { } joined)
                OnlyWinner(joined);
            if ((effect as DialLeg)?.Leg is { } dialed)
                GroupsBeforeHaveEnded(row, dialed);
        }

        if (row.State is LiveConnect { Alarm: null })
            throw new BrokenPromiseException($"{row.State} has no alarm");
    }

    private void Check(string name, Step<LegState, LegEffect> row, bool restored)
    {
        var owner = world.LegOwners[name];
        MovesForward(name, Rank(owner.State), Rank(owner.Committed), restored);
        if (owner.State is LiveLeg { Alarm: null })
            throw new BrokenPromiseException($"{name} is {owner.State} and has no alarm");
        if (_released.Contains(name) && row.Effects.Any(effect => effect is PlaceCall))
            throw new BrokenPromiseException($"{name} is dialed after it was told to end");
    }

    private void MovesForward(string name, int rank, int committed, bool crashed)
    {
        var reached = _reached.GetValueOrDefault(name);
        if (rank < reached && !crashed)
            throw new BrokenPromiseException($"{name} goes back");
        if (crashed && rank < _reached.GetValueOrDefault(name + " committed"))
            throw new BrokenPromiseException($"{name} forgets what was committed");
        (_reached[name], _reached[name + " committed"]) = (rank, committed);
    }

    private void OnlyWinner(int leg)
    {
        if (_winner is { } winner && winner != leg)
            throw new BrokenPromiseException($"B{winner} had won, and B{leg} is to be bridged");
        _winner = leg;
        if (world.ConnectOwner.Committed is not (Bridging or Connected))
            throw new BrokenPromiseException($"B{leg} is to be bridged and that it won is not committed");
    }

    private void GroupsBeforeHaveEnded(Step<ConnectState, ConnectEffect> row, int dialed)
    {
        var group = row.State.Legs[dialed - 1].Group;
        foreach (var leg in row.State.Legs.Where(leg => leg.Group < group))
        {
            var ended = world.LegOwners[World.NameOf(leg.Number)].Committed is LegOver;
            if (leg.IsOpen || !(ended || leg.Released is not null))
                throw new BrokenPromiseException($"B{dialed} of group {group} is dialed while B{leg.Number} of group {leg.Group} goes on");
        }
    }

    private static int Rank(ConnectState state) => state switch
    {
        NotAccepted => 0,
        AnsweringCaller => 1,
        Hunting s => 1 + s.Group,
        Bridging => 100,
        Connected => 101,
        _ => 102,
    };

    /// <summary>The caller goes to and fro between up and bridged.</summary>
    private static int Rank(LegState state) => state switch
    {
        Unborn => 0,
        Offered or Dialing => 1,
        Ringing => 2,
        Confirming => 3,
        Ready => 4,
        Up => 5,
        Bridged { Peer: "A" } => 6,
        Bridged => 5,
        LegOver { Dead: false } => 7,
        _ => 8,
    };
}
