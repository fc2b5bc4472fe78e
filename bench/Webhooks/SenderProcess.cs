using System.Diagnostics;

namespace Orchestrator.Webhooks;

/// <summary>A sender in a process of its own, so that it can be killed; it ends when disposed.</summary>
internal sealed class SenderProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _made = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SenderProcess(Job job)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Job).Assembly.Location, "sender", job.ToString()]) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary><c>lane number</c> of every transition that was made.</summary>
    public IReadOnlyCollection<string> Made
    {
        get
        {
            lock (_made)
                return [.. _made];
        }
    }

    public Task Finished => _finished.Task;

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null || line == SenderProgram.Done)
        {
            _finished.TrySetResult();
            return;
        }

        lock (_made)
            _made.Add(line);
    }
}
