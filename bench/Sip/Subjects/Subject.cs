namespace Orchestrator.SipBench.Subjects;

/// <summary>Who stands between the caller and the two phones: rings both, joins the caller to who answers, cancels the other.</summary>
internal abstract class Subject : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>The port it is called on; null: the caller calls the winner himself.</summary>
    public abstract int? Door { get; }

    /// <summary>The processes that do its work, by name; their children count too.</summary>
    public abstract IReadOnlyDictionary<string, int> Processes { get; }

    public virtual bool NeedsWarmUp => false;

    /// <summary>Bytes that it has allocated since it started; null: nobody counts them.</summary>
    public virtual Task<double?> Allocated() => Task.FromResult<double?>(null);

    public static async Task<Subject> Begin(string name, BenchOptions options, Phones phones) => name switch
    {
        "kamailio" => await Kamailio.Begin(phones, TimeProvider.System),
        "us" => await Service.Begin(options, phones, null, TimeProvider.System),
        "anchored" => await Service.Begin(options, phones, new Rtpengine(), TimeProvider.System),
        _ => new Nobody(),
    };

    /// <summary>Waits until nothing is under way any more; what still is after 20 s.</summary>
    public virtual Task<IReadOnlyList<string>> Leftovers() => Task.FromResult<IReadOnlyList<string>>([]);

    public abstract ValueTask DisposeAsync();

    private sealed class Nobody : Subject
    {
        public override string Name => "none";

        public override int? Door => null;

        public override IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
