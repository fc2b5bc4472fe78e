using System.Net;
using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>A leg whose far end is not a phone but a stream: a socket of ours, that is offered the caller in the stream's codec.</summary>
internal sealed partial class AnchoredLeg
{
    public override async ValueTask<StreamResult> OpenStream(StreamFormat format, DialTarget target)
    {
        if (StreamCodec.Of(format) is not { } codec) return new(null, $"the media engine makes no {format.Encoding} of {format.SampleRate} Hz");
        var offer = await Offer(target with { Codecs = [codec.Offered] }).ConfigureAwait(false);
        if (offer.Problem is { } problem) return new(null, problem);
        if (!SessionDescription.TryParse(offer.Description.Span, out var engine)
            || engine.Media.FirstOrDefault(media => media is { Kind: "audio", IsRefused: false }) is not { } audio
            || audio.Codecs.FirstOrDefault(one => one.Name == codec.Name && one.Rate == codec.Rate) is not { } chosen
            || !IPAddress.TryParse(engine.AddressOf(audio), out var address))
            return new(null, $"the media engine makes no {codec.Offered}");
        var socket = new RtpSocket(media.SinkAddress);
        socket.Face(new IPEndPoint(address, audio.Port), (byte)chosen.Payload);
        // It takes digits, too, and passes them over: of a leg that is joined to one that takes none, the engine tells none.
        _own = Descriptions.At(media.SinkAddress, socket.Port, [chosen, .. audio.Codecs.Where(one => one.Name == "telephone-event")]).ToString();
        var stream = new EngineStream(format, codec, socket, media.Time);
        stream.Begin();
        return new(stream, null);
    }
}
