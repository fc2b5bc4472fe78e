using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>
/// Whoever runs a machine: what decides is committed, what does not rides along with the next commit, and a crash brings back what
/// was committed last, as it is stored.
/// </summary>
internal sealed class Owner<TState, TEvent, TEffect>(
    TState born,
    Func<TState, TEvent, Step<TState, TEffect>> step,
    Func<TState, Step<TState, TEffect>> restore,
    bool commitsFacts)
    where TState : class
{
    // As snapshots are written: what is the default is left out.
    private static readonly JsonSerializerOptions Snapshot = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly List<TimelineEvent> _told = [];
    private readonly List<TimelineEvent> _untold = [];

    public TState State { get; private set; } = born;

    public TState Committed { get; private set; } = born;

    /// <summary>The facts that were committed, in order: what readers and webhooks see.</summary>
    public IReadOnlyList<TimelineEvent> Facts => _told;

    public Step<TState, TEffect> Take(TEvent happened)
    {
        var row = step(State, happened);
        State = row.State;
        _untold.AddRange(row.Facts);
        if (row.Decides || (commitsFacts && row.Facts.Length > 0))
        {
            Committed = State;
            _told.AddRange(_untold);
            _untold.Clear();
        }

        return row;
    }

    public Step<TState, TEffect> Crash()
    {
        _untold.Clear();
        Committed = JsonSerializer.Deserialize<TState>(JsonSerializer.Serialize(Committed, Snapshot), Snapshot)!;
        var row = restore(Committed);
        State = row.State;
        return row;
    }
}
