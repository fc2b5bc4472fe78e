using System.Net;
using System.Net.WebSockets;
using Orchestrator.Outbound;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Silo;

/// <summary>Opens the WebSockets of streams: where a stranger's URL may lead is checked as for any other request.</summary>
internal sealed class OutgoingStreams(OutboundClient outbound)
{
    private static readonly TimeSpan AliveTime = TimeSpan.FromSeconds(20);

    public async Task<StreamOpening> Open(StreamTarget target, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.KeepAliveInterval = socket.Options.KeepAliveTimeout = AliveTime;
            if (target.BearerToken is { } token)
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            await socket.ConnectAsync(new Uri(target.Url), outbound.Invoker, cancellationToken);
            return new StreamOpening(socket, null);
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException or IOException or UriFormatException or ArgumentException)
        {
            var problem = ProblemOf(socket.HttpStatusCode, failure);
            socket.Dispose();
            return StreamOpening.Failed(problem);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string ProblemOf(HttpStatusCode status, Exception failure) =>
        status is not 0 and not HttpStatusCode.SwitchingProtocols ? $"the server answered the handshake with {(int)status}"
        : Causes(failure).Any(cause => cause is BlockedAddressException) ? "its address is not one that may be called"
        : "the server could not be reached";

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure;
    }
}
