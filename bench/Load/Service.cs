namespace Orchestrator.Load;

/// <summary>The service that is measured: one process with its calls in memory, or silos that share a Redis.</summary>
internal sealed class Service : IDisposable
{
    private readonly RedisProcess? _redis;
    private readonly IReadOnlyList<ServedProcess> _silos;

    public Service(LoadOptions options, int sessions)
    {
        _redis = options.Silos > 0 ? new RedisProcess() : null;
        _silos = [.. Enumerable.Range(1, Math.Max(1, options.Silos)).Select(number => ServedProcess.Start(options.Gc, sessions, $"silo-{number}", _redis?.Connection))];
    }

    public IReadOnlyList<Uri> Addresses => [.. _silos.Select(silo => silo.Address)];

    public async Task<Usage> Read() => Sum(await Task.WhenAll(_silos.Select(silo => silo.Probe.Read()))) with { Redis = await Redis() };

    /// <summary>Reads after a full garbage collection.</summary>
    public async Task<Usage> Settle() => Sum(await Task.WhenAll(_silos.Select(silo => silo.Probe.Settle()))) with { Redis = await Redis() };

    public void Dispose()
    {
        foreach (var silo in _silos) silo.Dispose();
        _redis?.Dispose();
    }

    private async Task<RedisUsage?> Redis() => _redis is null ? null : await _redis.Read();

    private static Usage Sum(Usage[] all) => new(
        all.Sum(one => one.AllocatedBytes),
        all.Sum(one => one.Gen0),
        all.Sum(one => one.Gen1),
        all.Sum(one => one.Gen2),
        all.Sum(one => one.HeapBytes),
        all.Sum(one => one.PauseMilliseconds),
        all.Sum(one => one.CpuMilliseconds),
        all.Sum(one => one.WorkingSetBytes));
}
