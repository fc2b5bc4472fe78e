namespace Orchestrator.Gateway;

/// <summary>Whether this process still takes new connects. The host sets it when it is asked to stop; there is no way back.</summary>
public sealed class GatewayState
{
    private volatile bool _draining;

    /// <summary>New connects are refused with 503, <c>/health/ready</c> fails; everything else goes on.</summary>
    public bool IsDraining => _draining;

    public void StartDraining() => _draining = true;
}
