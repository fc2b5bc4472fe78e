using System.Collections.Immutable;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>When an engine counts as dead, and when as alive.</summary>
public sealed record EngineHealth
{
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many pings in a row without an answer and it is dead; one that is answered and it is back.</summary>
    public int PingsMissed { get; init; } = 3;
}

/// <summary>One engine, whether it lives, and the calls that are on it.</summary>
public sealed class Engine
{
    internal Engine(string name, NgClient client) => (Name, Client, Leftovers) = (name, client, new Leftovers(client));

    public string Name { get; }

    public NgClient Client { get; }

    /// <summary>Not before its first ping is answered.</summary>
    public bool IsAlive { get; internal set; }

    public int CallCount => Calls.Count;

    internal ImmutableHashSet<string> Calls { get; set; } = [];

    internal int Missed { get; set; }

    internal Leftovers Leftovers { get; }
}

/// <summary>
/// The engines of a node. A call stays with the engine that it began on; a dead engine gets no new one, and the calls it had are told
/// once: their media is gone, although their signalling is not. If it was not dead but away, it is asked to forget them when it is back.
/// </summary>
public sealed class EnginePool : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ImmutableArray<Engine> _engines;
    private readonly EngineHealth _health;
    private readonly Action<Engine, IReadOnlyCollection<string>> _lost;
    private readonly ITimer _timer;

    /// <param name="lost">Told of an engine that died and of the calls that were on it.</param>
    public EnginePool(
        IEnumerable<(string Name, NgClient Client)> engines, TimeProvider time, Action<Engine, IReadOnlyCollection<string>> lost, EngineHealth? health = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _engines = [.. engines.Select(engine => new Engine(engine.Name, engine.Client))];
        (_lost, _health) = (lost, health ?? new EngineHealth());
        _timer = time.CreateTimer(_ => PingAll(), null, TimeSpan.Zero, _health.PingEvery);
    }

    public IReadOnlyList<Engine> Engines => _engines;

    /// <summary>The engine of a call: the one it has, or the living one with the fewest; <c>null</c> if none lives.</summary>
    public Engine? Take(string callId)
    {
        lock (_gate)
        {
            if (_engines.FirstOrDefault(engine => engine.Calls.Contains(callId)) is { } known) return known;
            if (_engines.Where(engine => engine.IsAlive).MinBy(engine => engine.Calls.Count) is not { } engine) return null;
            engine.Calls = engine.Calls.Add(callId);
            return engine;
        }
    }

    /// <summary>The call is over.</summary>
    public void Release(string callId)
    {
        lock (_gate)
            foreach (var engine in _engines) engine.Calls = engine.Calls.Remove(callId);
    }

    /// <summary>The call is over, and its engine did not answer when it was told so.</summary>
    public void Owe(string callId, NgClient client)
    {
        foreach (var engine in _engines)
            if (engine.Client == client) engine.Leftovers.Add([callId]);
    }

    private void PingAll()
    {
        foreach (var engine in _engines) _ = Ping(engine);
    }

    private async Task Ping(Engine engine)
    {
        var answers = (await engine.Client.Ping().ConfigureAwait(false)).IsDone;
        Note(engine, answers);
        if (answers) await engine.Leftovers.Clear().ConfigureAwait(false);
    }

    private void Note(Engine engine, bool answered)
    {
        IReadOnlyCollection<string> lost;
        lock (_gate)
        {
            engine.Missed = answered ? 0 : engine.Missed + 1;
            if (answered) engine.IsAlive = true;
            if (engine.Missed < _health.PingsMissed || !engine.IsAlive) return;
            engine.IsAlive = false;
            lost = engine.Calls;
            engine.Calls = [];
        }

        engine.Leftovers.Add(lost);
        _lost(engine, lost);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        foreach (var engine in _engines) await engine.Client.DisposeAsync().ConfigureAwait(false);
    }
}
