using System.Net.WebSockets;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>A leg whose far end is a WebSocket: its handshake is the answer, and whichever side closes ends it.</summary>
internal sealed partial class SipLeg
{
    private CancellationTokenSource? _streaming;
    private volatile EngineStream? _stream;

    private void OpenStream(StreamTarget target)
    {
        if (_parts.Streams is not { } door)
            End(new EndCause(EndKind.NoRoute, Detail: "this node opens no streams"));
        else if (StreamFormat.Read(target.Codec) is not { } format)
            End(new EndCause(EndKind.NoRoute, Detail: "found another codec, expected PCMU, PCMA, G722 or L16"));
        else
        {
            var over = (_streaming = CancellationTokenSource.CreateLinkedTokenSource(_parts.Desk.Stopping)).Token;
            // It lives as long as the call, and takes nothing along from whoever gave the command.
            using var scope = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _ = Task.Run(() => Work(() => Stream(door, target, format, over)), CancellationToken.None);
        }
    }

    private async Task Stream(StreamDoor door, StreamTarget target, StreamFormat format, CancellationToken over)
    {
        try
        {
            over.ThrowIfCancellationRequested();
            var (audio, problem) = await Media.OpenStream(format, _target).ConfigureAwait(false);
            using var _ = audio;
            if (audio is null)
            {
                Happen(() => EndStream(LegStage.Dialed, new EndCause(EndKind.NoRoute, Detail: problem)));
                return;
            }

            var opening = await door(target, over).ConfigureAwait(false);
            if (opening.Socket is not { } socket) Happen(() => EndStream(LegStage.Dialed, new EndCause(EndKind.TransportFailure, Detail: opening.Problem ?? "the handshake failed")));
            else await Converse(socket, target, format, audio, over).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Given up before its handshake was over.
        }
        finally
        {
            _stream = null;
            Happen(() => End(new EndCause(EndKind.TransportFailure, Detail: "the stream failed")));
        }
    }

    private async Task Converse(WebSocket socket, StreamTarget target, StreamFormat format, EngineStream audio, CancellationToken over)
    {
        audio.ToPress = digit => Work(() => PressForPeer(digit));
        _stream = audio;
        Happen(() =>
        {
            if (_stage == LegStage.Dialed) RaiseAnswered();
        });
        if (_stage == LegStage.Answered) _caller?.CalleeOver(this);
        // Not wanted any more, it ends with its first word.
        var end = await new StreamSession(Id, target, format, audio, _parts.Desk.Clock.Time).Run(socket, over).ConfigureAwait(false);
        Happen(() => EndStream(LegStage.Answered, end switch
        {
            StreamEnd.ConnectionLost => new EndCause(EndKind.TransportFailure, Detail: "the connection to the server was lost"),
            StreamEnd.TooMuch => new EndCause(EndKind.TransportFailure, Detail: "the server sent more audio ahead than is kept"),
            _ => new EndCause(EndKind.RemoteHangUp, Detail: "the server closed the stream"),
        }));
    }

    private void EndStream(LegStage expected, EndCause cause)
    {
        if (_stage == expected) End(cause);
    }

    private async Task PressForPeer(char digit)
    {
        if (Dtmf.IsDigit(digit) && Bridge is LocalLink local) await local.Other(this).Media.SendDigits(digit.ToString()).ConfigureAwait(false);
    }
}
