using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Streams;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>A leg whose far end is a WebSocket: a real one, on a simulated network.</summary>
internal sealed partial class SimulatedLeg
{
    private SimulatedStream? _stream;

    /// <summary>Bytes of audio that the server had played.</summary>
    public long Played => _stream?.Played ?? 0;

    /// <summary>The handshake succeeded.</summary>
    /// <returns>False: the leg is not wanted any more.</returns>
    public bool StreamOpened() => FromOutside(() =>
    {
        if (_stage != LegStage.Dialed) return false;
        RaiseAnswered();
        return true;
    });

    public bool StreamRefused(string problem) => FromOutside(() => EndStream(LegStage.Dialed, new EndCause(EndKind.TransportFailure, Detail: problem)));

    public bool StreamEnded(StreamEnd end) => FromOutside(() => EndStream(LegStage.Answered, end switch
    {
        StreamEnd.ConnectionLost => new EndCause(EndKind.TransportFailure, Detail: "the connection to the server was lost"),
        StreamEnd.TooMuch => new EndCause(EndKind.TransportFailure, Detail: "the server sent more audio ahead than is kept"),
        _ => new EndCause(EndKind.RemoteHangUp, Detail: "the server closed the stream"),
    }));

    /// <summary>The server presses a digit for whoever is bridged with the stream.</summary>
    public void HearFromStream(char digit)
    {
        if (Bridge is not LocalLink link || _context.Legs.GetValueOrDefault(link.PeerOf(this)) is not { } peer || !Dtmf.IsDigit(digit)) return;
        lock (peer.Gate) peer._digitsSent += digit;
    }

    private void OpenStream(StreamTarget target)
    {
        if (_context.Door is not { } door)
            End(new EndCause(EndKind.NoRoute, Detail: "this node opens no streams"));
        else if (StreamFormat.Read(target.Codec) is not { } format)
            End(new EndCause(EndKind.NoRoute, Detail: "found another codec, expected PCMU, PCMA, G722 or L16"));
        else
            (_stream = new SimulatedStream(this, door, target, format, _context)).Begin();
    }

    private bool EndStream(LegStage expected, EndCause cause)
    {
        if (_stage != expected) return false;
        End(cause);
        return true;
    }

    private bool FromOutside(Func<bool> happen)
    {
        bool done, claimed;
        lock (Gate)
        {
            CatchUp();
            done = happen();
            claimed = Settle();
        }

        _telling.TellAll();
        if (claimed) _delivery.Begin();
        return done;
    }
}
