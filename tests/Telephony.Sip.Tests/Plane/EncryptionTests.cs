using System.Text;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>The encryption that a leg was dialed with holds as long as the leg is up, whoever wants it otherwise.</summary>
public sealed class EncryptionTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData(SrtpPolicy.Mandatory, false)]
    [InlineData(SrtpPolicy.Mandatory, true)]
    [InlineData(SrtpPolicy.Forbidden, false)]
    [InlineData(SrtpPolicy.Forbidden, true)]
    public async Task Offer_ThatBreaksWhatTheCalleeWasDialedWith_Is488_AndTheBridgeGoesOn(SrtpPolicy policy, bool byTheCaller)
    {
        var isSecure = policy == SrtpPolicy.Mandatory;
        var (caller, callee) = await Bridged(policy);
        var (one, other) = byTheCaller ? (caller, callee) : (callee, caller);
        var refused = await _bench.Until("refused", one.Session.Offer(Sdp(6001, !isSecure)));
        Assert.Equal(488, refused.Response?.Status);
        Assert.Empty(other.Offers);
        var taken = await _bench.Until("taken", one.Session.Offer(Sdp(6002, isSecure)));

        Assert.True(taken.IsSuccess);
        Assert.Contains("m=audio 6002 ", Encoding.UTF8.GetString(other.Offers.Single().Description.Span), StringComparison.Ordinal);
        Assert.Equal(1, _bench.Plane.Bridges);
    }

    [Theory]
    [InlineData(SrtpPolicy.Mandatory)]
    [InlineData(SrtpPolicy.Forbidden)]
    public async Task Ack_ThatBreaksIt_EndsTheLeg(SrtpPolicy policy)
    {
        var (caller, callee) = await Bridged(policy);
        var ended = new TaskCompletionSource<Ended>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Before = told =>
        {
            if (told is Ended { LegId: "b1" } end) ended.TrySetResult(end);
            return ValueTask.CompletedTask;
        };
        await _bench.AskForAnOffer(callee, answer: Sdp(6001, isSecure: policy != SrtpPolicy.Mandatory));

        Assert.Equal(EndKind.TransportFailure, (await _bench.Until("ended", ended.Task)).Cause.Kind);
        Assert.Empty(caller.Offers);
        _bench.Run(0.1);
        Assert.Equal("ended FarEnd", callee.Told[^1]);
    }

    private async Task<(Phone Caller, Phone Callee)> Bridged(SrtpPolicy policy)
    {
        var isSecure = policy == SrtpPolicy.Mandatory;
        var caller = _bench.Phone();
        caller.OnOffer = offer => offer.Accept(Sdp(5001, isSecure));
        caller.Call(SipUri.Parse("sip:support@10.0.0.1:5060"), options => options with { Offer = Sdp(5001, isSecure) });
        _bench.Run(0.1);
        var callerId = Assert.IsType<Arrived>(_bench.Events[^1]).LegId;
        var callee = _bench.Phone(call => call.Answer(Sdp(5002, isSecure)));
        callee.OnOffer = offer => offer.Accept(Sdp(5002, isSecure));
        _bench.Dial("b1", callee, target => target with { CallerLegId = callerId, Encryption = policy });
        _bench.Run(0.1);
        _bench.Give(new Answer(callerId));
        _bench.Run(0.1);
        var joined = await _bench.Until("joined", _bench.Plane.Execute(new Bridge(callerId, "b1")).AsTask());
        Assert.True(joined.IsDone, joined.Detail);
        return (caller, callee);
    }

    private static byte[] Sdp(int port, bool isSecure) => Encoding.ASCII.GetBytes(
        $"v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio {port} {(isSecure ? "RTP/SAVP" : "RTP/AVP")} 0\r\n"
        + (isSecure ? "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n" : ""));

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
