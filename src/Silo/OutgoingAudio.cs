using System.Net;
using Orchestrator.Outbound;
using Orchestrator.Telephony.Sip.Media.Sounds;

namespace Orchestrator.Silo;

/// <summary>Fetches the audio files that documents name: where a stranger's URL may lead is checked as for any other request.</summary>
internal sealed class OutgoingAudio(OutboundClient outbound)
{
    public async Task<FetchedAudio> Fetch(Uri url, int mostBytes, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var reply = await outbound.Send(request, new OutboundLimits(patience, patience, mostBytes), cancellationToken);
        return reply switch
        {
            { Failure: OutboundFailure.BlockedAddress } => FetchedAudio.Failed("the file's address is not one that may be called"),
            { Failure: { } failure } => FetchedAudio.Failed($"the file could not be fetched: {failure}"),
            { Status: not (int)HttpStatusCode.OK } => FetchedAudio.Failed($"the file's server answered {reply.Status}"),
            { IsWhole: false } => FetchedAudio.Failed($"the file broke off, or is longer than {mostBytes} bytes"),
            _ => new FetchedAudio(reply.FirstBytes),
        };
    }
}
