using Orchestrator.Gateway.Connects;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class ConnectIdsTests
{
    private static readonly string Call = CallIds.Caller(new string('a', 32));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_SameKey_AreTheSame(bool onCall)
    {
        var callId = onCall ? Call : null;

        Assert.Equal(ConnectStarter.Ids("dev", callId, "key"), ConnectStarter.Ids("dev", callId, "key"));
        Assert.NotEqual(ConnectStarter.Ids("dev", callId, "key"), ConnectStarter.Ids("dev", callId, "other"));
        Assert.NotEqual(ConnectStarter.Ids("dev", callId, "key"), ConnectStarter.Ids("acme", callId, "key"));
        Assert.NotEqual(ConnectStarter.Ids("dev", callId, null), ConnectStarter.Ids("dev", callId, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_AreWellFormed_AndOfOneSession(bool onCall)
    {
        var (callId, connectId) = ConnectStarter.Ids("dev", onCall ? Call : null, null);

        Assert.True(CallIds.IsCall(callId) && CallIds.IsConnect(connectId) && CallIds.IsCall(CallIds.Leg(connectId, 64)));
        Assert.Equal(CallIds.SessionOf(callId), CallIds.SessionOf(connectId));
    }
}
