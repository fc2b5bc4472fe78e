namespace Orchestrator.Deploy.Tests.Support;

/// <summary>A file for as long as a tool reads it.</summary>
internal sealed class ScratchFile : IDisposable
{
    public ScratchFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
