using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>
/// A program that turns bytes into bytes, and is not trusted with more: so many at once, so long, so much processor time and memory, so much output. What it
/// reads was written by strangers.
/// </summary>
internal sealed class BoundedProgram(string path, TimeSpan patience, int mostOutput, TimeProvider time)
{
    private const long MostKibibytes = 1024 * 1024;

    /// <summary>All programs share the processors.</summary>
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);

    public string Name => Path.GetFileName(path);

    /// <returns>What it wrote, or why there is nothing.</returns>
    public async Task<FetchedAudio> Run(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var late = new CancellationTokenSource(patience, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await Exchange(arguments, input, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchedAudio.Failed($"{Name} took longer than {patience.TotalSeconds} s");
        }
        finally
        {
            Places.Release();
        }
    }

    private async Task<FetchedAudio> Exchange(IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken over)
    {
        using var process = Process.Start(Limited(arguments))!;
        try
        {
            // Nobody reads what it says of its failures, but a full pipe would hold it up.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, over);
            var writing = Write(process, input, over);
            var output = await Read(process.StandardOutput.BaseStream, over).ConfigureAwait(false);
            if (output is null) return FetchedAudio.Failed($"{Name} wrote more than {mostOutput} bytes");
            await Task.WhenAll(writing, errors).ConfigureAwait(false);
            await process.WaitForExitAsync(over).ConfigureAwait(false);
            return process.ExitCode switch
            {
                0 when output.Length > 0 => new FetchedAudio(output.ToArray()),
                NotFound => FetchedAudio.Failed($"the program {Name} was not found"),
                var code => FetchedAudio.Failed($"{Name} could make nothing of it ({code.ToString(CultureInfo.InvariantCulture)})"),
            };
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>What the shell says of a command that is not there.</summary>
    private const int NotFound = 127;

    /// <summary>
    /// The shell only sets its limits, and becomes the program; no argument is read by it. Of our environment, which holds passwords, it
    /// gets the path alone.
    /// </summary>
    private ProcessStartInfo Limited(IReadOnlyList<string> arguments)
    {
        var seconds = (int)Math.Ceiling(patience.TotalSeconds);
        var limits = string.Create(CultureInfo.InvariantCulture, $"ulimit -t {seconds}; ulimit -v {MostKibibytes}; ulimit -c 0; exec \"$0\" \"$@\"");
        var start = new ProcessStartInfo("/bin/sh", ["-c", limits, path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        return start;
    }

    private static async Task Write(Process process, ReadOnlyMemory<byte> input, CancellationToken over)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, over).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has read enough.
        }
    }

    private async Task<MemoryStream?> Read(Stream output, CancellationToken over)
    {
        var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await output.ReadAsync(buffer, over).ConfigureAwait(false) is > 0 and var length)
        {
            if (read.Length + length > mostOutput) return null;
            read.Write(buffer, 0, length);
        }

        return read;
    }
}
