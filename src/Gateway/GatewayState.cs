namespace Orchestrator.Gateway;

/// <summary>How far this process has gone on its way out: it takes everything, it drains, it leaves. There is no way back.</summary>
public sealed class GatewayState : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private volatile bool _draining;

    /// <summary>New connects are refused with 503, <c>/health/ready</c> fails; everything else goes on.</summary>
    public bool IsDraining => _draining;

    /// <summary>Whatever would go on for ever, event streams above all, ends now.</summary>
    public CancellationToken Leaving => _leaving.Token;

    public void StartDraining() => _draining = true;

    public void StartLeaving() => _leaving.Cancel();

    public void Dispose() => _leaving.Dispose();
}
