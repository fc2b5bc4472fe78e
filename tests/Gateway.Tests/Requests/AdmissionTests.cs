using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Connects;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class AdmissionTests
{
    [Fact]
    public void Enter_BeyondTheMost_IsRefusedUntilOneLeaves()
    {
        using var admission = new Admission(Options.Create(new GatewayOptions { MaxConnectsInFlight = 2 }));

        using var first = admission.Enter();
        var second = admission.Enter();
        Assert.True(first.IsAcquired && second.IsAcquired);
        Assert.False(admission.Enter().IsAcquired);

        second.Dispose();
        using var third = admission.Enter();
        Assert.True(third.IsAcquired);
    }
}
