using System.Globalization;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

/// <summary>A range of ports that no other engine of this machine's tests has, below what the system gives to whoever asks for any port. A locked file says that it is taken.</summary>
internal sealed class MediaPorts : IDisposable
{
    private const int Lowest = 29_000;
    private const int Size = 100;
    private const int Ranges = 36;

    private readonly FileStream _taken;

    private MediaPorts(int first, FileStream taken) => (First, _taken) = (first, taken);

    public int First { get; }

    public int Last => First + Size - 1;

    public static MediaPorts Take()
    {
        for (var first = Lowest; first < Lowest + (Ranges * Size); first += Size)
            if (Lock(first) is { } taken) return new MediaPorts(first, taken);
        throw new InvalidOperationException($"All {Ranges} ranges are taken.");
    }

    public void Dispose() => _taken.Dispose();

    private static FileStream? Lock(int first)
    {
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"rtpengine-ports-{first}");
            return new FileStream(Path.Combine(Path.GetTempPath(), name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
