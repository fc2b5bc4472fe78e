using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

/// <summary>An engine in memory: writes down what comes, and answers as it is told.</summary>
internal sealed class FakeLink : INgLink
{
    private Action<ReadOnlyMemory<byte>>? _received;

    public List<(string Cookie, NgDictionary Items)> Sent { get; } = [];

    public Func<NgDictionary, NgDictionary?> Answer { get; set; } = _ => null;

    public int LongestFrame { get; set; } = 65_507;

    public void Start(Action<ReadOnlyMemory<byte>> received) => _received = received;

    public void Send(ReadOnlyMemory<byte> frame)
    {
        var (cookie, items) = NgFrame.Read(frame)!.Value;
        Sent.Add((cookie, items));
        if (Answer(items) is { } answer) Receive(cookie, answer);
    }

    public void Receive(string cookie, NgDictionary items) => _received!(NgFrame.Write(cookie, items));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
