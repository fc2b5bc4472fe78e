using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Storage.Redis.Tests.Delivery;

/// <summary>A sender as a process of its own, so that it can be killed; it tells of every webhook that it has committed.</summary>
internal sealed class SenderProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _committed = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SenderProcess(RedisStoreOptions options, string url, string seed, int lanes, int events)
    {
        string[] arguments =
        [
            typeof(SenderProcess).Assembly.Location, options.Connection, options.KeyPrefix, url, seed,
            lanes.ToString(CultureInfo.InvariantCulture), events.ToString(CultureInfo.InvariantCulture),
        ];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Webhooks whose commit was acknowledged.</summary>
    public IReadOnlyCollection<string> Committed => _committed;

    /// <summary>Completes when it has committed all that it was to.</summary>
    public Task Finished => _finished.Task;

    public string Log => string.Join('\n', _said.TakeLast(40));

    /// <summary>SIGKILL: no farewell.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        if (line == SenderProgram.Done)
            _finished.TrySetResult();
        else if (line.StartsWith("msg_", StringComparison.Ordinal))
            _committed.Enqueue(line);
        else
            _said.Enqueue(line);
    }
}
