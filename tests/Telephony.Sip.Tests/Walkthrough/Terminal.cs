using System.Diagnostics;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Walkthrough;

/// <summary>A terminal that a reader of the documentation has open: what he pastes runs, and he can press keys.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly StringBuilder _shown = new();
    private readonly Process _process;
    private readonly string _pasted;

    public Terminal(string pasted, string folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        _pasted = pasted;
        var start = new ProcessStartInfo("bash", ["-c", pasted])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Show(line.Data);
        _process.ErrorDataReceived += (_, line) => Show(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Shown
    {
        get
        {
            lock (_shown) return _shown.ToString();
        }
    }

    public void Press(char key)
    {
        _process.StandardInput.Write(key);
        _process.StandardInput.Flush();
    }

    public Task Shows(string text) => Eventually.Get(
        $"'{text}' is shown behind\n{_pasted}", () => Task.FromResult(Shown), shown => shown.Contains(text, StringComparison.Ordinal), TimeSpan.FromSeconds(60));

    /// <summary>What it showed when it was over.</summary>
    public async Task<string> Ends()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.True(_process.ExitCode == 0, $"{_pasted}\nended with {_process.ExitCode}:\n{Shown}");
        return Shown;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Show(string? line)
    {
        lock (_shown) _shown.AppendLine(line);
    }
}
