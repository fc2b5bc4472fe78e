using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

/// <summary>An engine in memory: writes down what comes, and answers as it is told.</summary>
internal sealed class FakeLink : INgLink
{
    private readonly List<(string Cookie, NgDictionary Items)> _sent = [];
    private Action<ReadOnlyMemory<byte>>? _received;

    public IReadOnlyList<(string Cookie, NgDictionary Items)> Sent
    {
        get
        {
            lock (_sent) return [.. _sent];
        }
    }

    public Func<NgDictionary, NgDictionary?> Answer { get; set; } = _ => null;

    public int LongestFrame { get; set; } = 65_507;

    public void Start(Action<ReadOnlyMemory<byte>> received) => _received = received;

    public void Send(ReadOnlyMemory<byte> frame)
    {
        var (cookie, items) = NgFrame.Read(frame)!.Value;
        lock (_sent) _sent.Add((cookie, items));
        if (Answer(items) is { } answer) Receive(cookie, answer);
    }

    public void Receive(string cookie, NgDictionary items) => _received!(NgFrame.Write(cookie, items));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
