using System.Globalization;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using ConnectOwner = Orchestrator.Grains.Tests.Machines.Owner<
    Orchestrator.Grains.Connects.ConnectState, Orchestrator.Grains.Connects.ConnectEvent, Orchestrator.Grains.Connects.ConnectEffect>;
using LegOwner = Orchestrator.Grains.Tests.Machines.Owner<
    Orchestrator.Grains.Calls.LegState, Orchestrator.Grains.Calls.LegEvent, Orchestrator.Grains.Calls.LegEffect>;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>Something that one grain, the API or a script has to tell a grain; it is offered until it is taken.</summary>
internal sealed record Letter(string From, string To, string Says, Func<DateTimeOffset, object> Event);

/// <summary>
/// One connect, the caller's leg, the plan's legs and the phone network, with a clock of its own. It knows what can happen next and
/// makes it happen; in which order is the <see cref="Scheduler"/>'s choice. Promises that hold at every moment are checked here.
/// </summary>
internal sealed class World
{
    public const string Connect = "connect";
    public const string Caller = "A";
    private readonly Scenario _scenario;
    private readonly Dictionary<string, Queue<LegEffect>> _commands = [];
    private readonly List<string> _trace = [];
    private readonly RunningPromises _promises;

    public World(Scenario scenario)
    {
        _scenario = scenario;
        Plane = new ModelPlane(scenario, Agenda, Reply);
        ConnectOwner = new ConnectOwner(
            scenario.Born, (state, e) => ConnectMachine.Step(scenario.Terms, state, e), state => ConnectMachine.Restore(state, Agenda.Now), scenario.Commits);
        LegOwners[Caller] = LegOf(scenario.CallerTerms);
        for (var number = 1; number <= scenario.Legs.Length; number++)
            LegOwners[NameOf(number)] = LegOf(scenario.Legs[number - 1].Terms);
        _promises = new RunningPromises(this);

        Take(new Letter("API", Caller, "begin", at => new CallerStarted(at, scenario.CallerAnswered)));
        Take(Accept);
        if (scenario.ApiEndsAt is { } end)
            Agenda.In(end, () => Letters.Add(new Letter("API", Connect, "end", at => new EndOrdered(at))));
    }

    public Agenda Agenda { get; } = new();

    public ModelPlane Plane { get; }

    public ConnectOwner ConnectOwner { get; }

    public Dictionary<string, LegOwner> LegOwners { get; } = [];

    /// <summary>When the operation was over.</summary>
    public DateTimeOffset OverAt { get; private set; }

    /// <summary>What is under way.</summary>
    public List<Letter> Letters { get; } = [];

    /// <summary>What was taken already, for whoever wants to repeat it.</summary>
    public List<Letter> Taken { get; } = [];

    public IEnumerable<string> Names => [Connect, .. LegOwners.Keys];

    /// <summary>The whole course of things, for the message of a test that fails.</summary>
    public string Trace => string.Join('\n', _trace);

    private Letter Accept => new("API", Connect, "accept", at => new Accepted(at, _scenario.CallerAnswered));

    public static string NameOf(int leg) => string.Create(CultureInfo.InvariantCulture, $"B{leg}");

    public static int NumberOf(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    public Alarm? AlarmOf(string name) => name == Connect ? ConnectOwner.State.Pending : LegOwners[name].State.Pending;

    /// <summary>What can be taken now, the plane's work first.</summary>
    public List<Letter> Enabled()
    {
        var enabled = new List<Letter>();
        foreach (var (name, queue) in _commands)
        {
            if (queue.TryPeek(out var command))
                enabled.Add(new Letter(name, "plane", command.ToString(), _ => command));
        }

        enabled.AddRange(Letters);
        foreach (var leg in Plane.Legs)
        {
            if (leg.Pending.TryPeek(out var said))
                enabled.Add(new Letter("plane", leg.Name, said.Says, said.Event));
        }

        foreach (var name in Names)
        {
            if (AlarmOf(name) is { } alarm && alarm.Due <= Agenda.Now)
                enabled.Add(Ring(name));
        }

        return enabled;
    }

    public static Letter Ring(string name) =>
        new("clock", name, "alarm", at => name == Connect ? new Connects.AlarmRang(at) : new Calls.AlarmRang(at));

    /// <summary>Moves the clock to the next thing that is due; false: nothing is.</summary>
    public bool Wait()
    {
        var alarms = Names.Select(AlarmOf).Where(alarm => alarm is not null).Select(alarm => (DateTimeOffset?)alarm!.Due);
        if (alarms.Append(Agenda.Next).Where(due => due > Agenda.Now).Min() is not { } next)
            return false;
        Agenda.MoveTo(next);
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"-- {(next - DateTimeOffset.UnixEpoch).TotalSeconds:0.000} s"));
        return true;
    }

    /// <summary>Takes it off the list and makes it happen.</summary>
    public void Take(Letter letter, bool repeated = false, bool crashes = false)
    {
        _trace.Add($"{letter.From} → {letter.To}: {letter.Says}{(repeated ? " (repeated)" : "")}{(crashes ? " (and crashes)" : "")}");
        if (!repeated && !(crashes && letter.To != "plane"))
            Remove(letter);
        if (letter.To == "plane")
            Plane.Execute(letter.From, (LegEffect)letter.Event(Agenda.Now));
        else if (letter.To == Connect)
            TakeByConnect((ConnectEvent)letter.Event(Agenda.Now), crashes);
        else
            TakeByLeg(letter.To, (LegEvent)letter.Event(Agenda.Now), crashes);
        if (crashes && letter.To != "plane")
            Crash(letter.To, keepsLetters: true);
    }

    /// <summary>The owner's silo or activation is gone, and comes back with what is stored.</summary>
    /// <param name="keepsLetters">What it had sent is on its way already; otherwise it is lost.</param>
    public void Crash(string name, bool keepsLetters)
    {
        _trace.Add($"{name} crashes{(keepsLetters ? "" : ", its letters are lost")}");
        Letters.RemoveAll(letter => letter.From == name && (!keepsLetters || letter.To == name));
        if (_commands.TryGetValue(name, out var commands))
            commands.Clear();
        if (name == Connect)
        {
            var row = ConnectOwner.Crash();
            Post(row);
            _promises.AfterConnectRestored(row);
        }
        else
        {
            var row = LegOwners[name].Crash();
            Post(name, row);
            _promises.AfterLegRestored(name, row);
        }
    }

    private LegOwner LegOf(LegTerms terms) => new(
        new Unborn(), (state, e) => LegMachine.Step(terms, state, e), state => LegMachine.Restore(terms, state, Agenda.Now), _scenario.Commits);

    private void Remove(Letter letter)
    {
        if (letter.To == "plane")
            _commands[letter.From].Dequeue();
        else if (letter.From == "plane")
            Plane.Leg(letter.To).Pending.Dequeue();
        else
            Letters.Remove(letter);
        if (letter.To != "plane" && letter.From != letter.To)
            Taken.Add(letter);
    }

    private void TakeByConnect(ConnectEvent happened, bool dropsEffects)
    {
        var before = ConnectOwner.State;
        var row = ConnectOwner.Take(happened);
        if (before is not ConnectOver && row.State is ConnectOver)
            OverAt = Agenda.Now;
        _promises.AfterConnect(before, row);
        if (!dropsEffects)
            Post(row);
    }

    private void TakeByLeg(string name, LegEvent happened, bool dropsEffects)
    {
        var row = LegOwners[name].Take(happened);
        _promises.AfterLeg(name, happened, row);
        if (!dropsEffects)
            Post(name, row);
    }

    private void Reply(string to, Func<DateTimeOffset, LegEvent> what) =>
        Letters.Add(new Letter(to == Caller ? Caller : "script", to, "result", what));

    private void Post(Step<ConnectState, ConnectEffect> row)
    {
        foreach (var effect in row.Effects)
            Letters.Add(effect switch
            {
                AnswerCaller => To(Caller, effect, at => new AnswerOrdered(at)),
                DialLeg e => To(NameOf(e.Leg), effect, at => new DialOrdered(at)),
                ReleaseLeg e => To(NameOf(e.Leg), effect, at => new ReleaseOrdered(at, e.Cause)),
                BridgeCaller e => To(Caller, effect, at => new BridgeOrdered(at, NameOf(e.Leg))),
                JoinLeg e => To(NameOf(e.Leg), effect, at => new JoinOrdered(at, Caller, _scenario.Terms.MaxDuration)),
                FreeCaller => To(Caller, effect, at => new PartOrdered(at)),
                _ => throw new NotSupportedException(effect.ToString()),
            });

        static Letter To(string name, ConnectEffect effect, Func<DateTimeOffset, LegEvent> what) => new(Connect, name, effect.ToString(), what);
    }

    private void Post(string name, Step<LegState, LegEffect> row)
    {
        foreach (var effect in row.Effects)
        {
            if (effect is TellConnect or TellCallersConnect)
                Letters.Add(new Letter(name, Connect, effect.ToString(), at => Told(name, effect, at)));
            else if (_commands.TryGetValue(name, out var queue))
                queue.Enqueue(effect);
            else
                _commands[name] = new Queue<LegEffect>([effect]);
        }
    }

    private static ConnectEvent Told(string name, LegEffect effect, DateTimeOffset at) => effect switch
    {
        TellConnect { News: LegNews.Ringing } => new LegRinging(at, NumberOf(name)),
        TellConnect { News: LegNews.Confirming } => new LegConfirms(at, NumberOf(name)),
        TellConnect { News: LegNews.Ready } => new LegAsks(at, NumberOf(name)),
        TellConnect { News: LegNews.Ended, Ending: { } ending } => new LegIsOver(at, NumberOf(name), ending),
        TellCallersConnect { News: CallerNews.Answered } => new CallerWasAnswered(at),
        TellCallersConnect { News: CallerNews.Bridged, Peer: { } peer } => new CallerBridged(at, NumberOf(peer)),
        TellCallersConnect { News: CallerNews.BridgeRefused, Peer: { } peer } e => new CallerNotBridged(at, NumberOf(peer), e.Detail),
        TellCallersConnect { News: CallerNews.Restored } => new CallerRestored(at),
        TellCallersConnect { News: CallerNews.Ended } e => new CallerLeft(at, e.Ending is { Reason: EndReason.Error } lost ? lost.Fault : null, e.Cause),
        _ => throw new NotSupportedException(effect.ToString()),
    };
}
