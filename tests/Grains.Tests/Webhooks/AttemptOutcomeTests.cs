using System.Net.Sockets;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class AttemptOutcomeTests
{
    [Theory]
    [InlineData(200, "ok")]
    [InlineData(204, "ok")]
    [InlineData(299, "ok")]
    [InlineData(302, "redirect")]
    [InlineData(304, "redirect")]
    [InlineData(400, "client_error")]
    [InlineData(401, "client_error")]
    [InlineData(408, "throttled")]
    [InlineData(410, "gone")]
    [InlineData(425, "throttled")]
    [InlineData(429, "throttled")]
    [InlineData(500, "server_error")]
    [InlineData(503, "server_error")]
    [InlineData(101, "protocol_error")]
    [InlineData(600, "protocol_error")]
    public void OfStatus_EveryClass_HasItsWord(int status, string outcome) =>
        Assert.Equal(outcome, SnakeCase.Of(AttemptOutcome.OfStatus(status)));

    [Fact]
    public void OfFailure_RequestsTimeOver_IsTimeoutWhateverElseBroke() =>
        Assert.Equal(WebhookOutcome.Timeout, OfFailure(ConnectTimedOut(), isOver: true));

    [Fact]
    public void OfFailure_ConnectionsTimeOver_IsConnectTimeout() =>
        Assert.Equal(WebhookOutcome.ConnectTimeout, OfFailure(ConnectTimedOut(), isOver: false));

    [Theory]
    [InlineData(SocketError.HostNotFound, "dns")]
    [InlineData(SocketError.TryAgain, "dns")]
    [InlineData(SocketError.ConnectionRefused, "connect_refused")]
    [InlineData(SocketError.NetworkUnreachable, "connect_refused")]
    [InlineData(SocketError.TimedOut, "connect_timeout")]
    [InlineData(SocketError.ConnectionReset, "reset")]
    [InlineData(SocketError.TooManyOpenSockets, "internal")]
    public void OfFailure_SocketError_HasItsWord(SocketError error, string outcome)
    {
        var failure = new HttpRequestException("", new IOException("", new SocketException((int)error)));

        Assert.Equal(outcome, SnakeCase.Of(OfFailure(failure, isOver: false)));
    }

    [Fact]
    public void OfFailure_ExceptionThatNothingExplains_IsInternal() =>
        Assert.Equal(WebhookOutcome.Internal, OfFailure(new InvalidOperationException(), isOver: false));

    private static WebhookOutcome OfFailure(Exception failure, bool isOver) => AttemptOutcome.OfFailure(FailureReader.Of(failure, isOver));

    private static HttpRequestException ConnectTimedOut() => new("", new TimeoutException());
}
