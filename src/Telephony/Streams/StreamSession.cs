using System.Globalization;
using System.Net.WebSockets;

namespace Orchestrator.Telephony.Streams;

/// <summary>
/// One stream, from its handshake to its end: <c>connected</c> and <c>start</c>, then <c>media</c> and <c>dtmf</c> as the caller says and
/// presses them, <c>stop</c> when the call is over. Two-way, what the server sends is played in order, and its marks come back when they
/// are reached or cleared. Every plane uses this one.
/// </summary>
public sealed class StreamSession(string streamSid, StreamTarget target, StreamFormat format, IStreamAudio audio, TimeProvider time)
{
    private readonly PlaybackQueue _playback = new(format.FrameBytes);
    private long _sequence;
    private long _chunk;

    /// <summary>Runs until either side ends. The socket is the session's, and is disposed of.</summary>
    public async Task<StreamEnd> Run(WebSocket webSocket, CancellationToken cancellationToken)
    {
        using var socket = new StreamSocket(webSocket, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Begin(socket, over.Token).ConfigureAwait(false);
            var (speaking, listening) = (Speak(socket, over.Token), Listen(socket, over.Token));
            var first = await Task.WhenAny(speaking, listening).ConfigureAwait(false);
            var end = await first.ConfigureAwait(false);
            if (end == StreamEnd.CallOver)
                await socket.Send(new StopMessage("stop", NextSequence()), StreamJson.Plain.StopMessage, CancellationToken.None).ConfigureAwait(false);
            await socket.Close().ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await Settle(speaking, listening).ConfigureAwait(false);
            return end;
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            await over.CancelAsync().ConfigureAwait(false);
            return cancellationToken.IsCancellationRequested ? StreamEnd.CallOver : StreamEnd.ConnectionLost;
        }
    }

    private async Task Begin(StreamSocket socket, CancellationToken over)
    {
        await socket.Send(ConnectedMessage.One, StreamJson.Plain.ConnectedMessage, over).ConfigureAwait(false);
        var start = new StartBody(
            streamSid, target.AccountSid, target.CallSid, ["inbound"], target.CustomParameters, new MediaFormat(format.Encoding, format.SampleRate, 1));
        await socket.Send(new StartMessage("start", NextSequence(), start), StreamJson.Plain.StartMessage, over).ConfigureAwait(false);
    }

    /// <summary>The medium's pace is the stream's: with every frame that comes in, one goes out.</summary>
    private async Task<StreamEnd> Speak(StreamSocket socket, CancellationToken over)
    {
        while (await Read(over).ConfigureAwait(false) is { } input)
        {
            if (input.Digit is { } digit)
            {
                var dtmf = new DtmfBody(digit.ToString(), (int)input.Held.TotalMilliseconds);
                await socket.Send(new DtmfMessage("dtmf", NextSequence(), streamSid, dtmf), StreamJson.Plain.DtmfMessage, over).ConfigureAwait(false);
                continue;
            }

            var media = new MediaBody("inbound", Text(++_chunk), Text((long)input.At.TotalMilliseconds), input.Frame);
            await socket.Send(new MediaMessage("media", NextSequence(), media), StreamJson.Plain.MediaMessage, over).ConfigureAwait(false);
            var frame = _playback.Take(out var marks);
            if (frame.Length > 0)
                audio.Play(frame);
            await Reached(socket, marks, over).ConfigureAwait(false);
        }

        return StreamEnd.CallOver;
    }

    /// <summary>The call that is over is no failure of the stream.</summary>
    private async Task<StreamInput?> Read(CancellationToken over)
    {
        try
        {
            return await audio.Read(over).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<StreamEnd> Listen(StreamSocket socket, CancellationToken over)
    {
        while (await socket.Receive(over).ConfigureAwait(false) is { } message)
        {
            if (!target.Realtime)
                continue; // one-way: it is not listened to, but may close
            switch (message)
            {
                case { Event: "media", Media.Payload: { } payload } when !_playback.TryAdd(payload):
                    return StreamEnd.TooMuch;
                case { Event: "mark", Mark.Name: { } name } when !_playback.TryMark(name):
                    await Reached(socket, [name], over).ConfigureAwait(false);
                    break;
                case { Event: "clear" }:
                    await Reached(socket, _playback.Clear(), over).ConfigureAwait(false);
                    break;
                case { Event: "dtmf", Dtmf.Digit: [var digit] }:
                    audio.Press(digit);
                    break;
            }
        }

        return StreamEnd.ServerClosed;
    }

    private async Task Reached(StreamSocket socket, IReadOnlyList<string> marks, CancellationToken over)
    {
        foreach (var mark in marks)
            await socket.Send(new MarkMessage("mark", streamSid, new MarkBody(mark)), StreamJson.Plain.MarkMessage, over).ConfigureAwait(false);
    }

    /// <summary>What is still under way ends with the connection; how does not matter any more.</summary>
    private static async Task Settle(params Task[] rest)
    {
        foreach (var task in rest)
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private string NextSequence() => Text(Interlocked.Increment(ref _sequence));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why a stream ended.</summary>
public enum StreamEnd
{
    /// <summary>The caller's side.</summary>
    CallOver,
    ServerClosed,

    /// <summary>The connection broke, or the server took nothing any more.</summary>
    ConnectionLost,

    /// <summary>The server sent more audio ahead than is kept.</summary>
    TooMuch,
}
