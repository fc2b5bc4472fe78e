using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class FastPhaseTests
{
    private static readonly WebhookOptions Defaults = new();

    [Theory]
    [InlineData(1, 0.0, 0.8)]
    [InlineData(1, 0.5, 1.0)]
    [InlineData(1, 1.0, 1.2)]
    [InlineData(2, 0.0, 4.0)]
    [InlineData(2, 1.0, 6.0)]
    public void Wait_AfterFailure_IsTheScheduleWithinItsJitter(int attempts, double dice, double seconds) =>
        Assert.Equal(seconds, FastPhase.Wait(Defaults, attempts, WebhookOutcome.ServerError, dice)!.Value.TotalSeconds, 6);

    [Theory]
    [InlineData(WebhookOutcome.Ok)]
    [InlineData(WebhookOutcome.Gone)]
    [InlineData(WebhookOutcome.BadUrl)]
    public void Wait_OutcomeThatIsFinal_IsNone(WebhookOutcome outcome) => Assert.Null(FastPhase.Wait(Defaults, 1, outcome, 0.5));

    [Theory]
    [InlineData(WebhookOutcome.ClientError)]
    [InlineData(WebhookOutcome.Redirect)]
    [InlineData(WebhookOutcome.Dns)]
    [InlineData(WebhookOutcome.Internal)]
    public void Wait_AnyOtherFailure_GoesOnUntilTheScheduleEnds(WebhookOutcome outcome)
    {
        Assert.NotNull(FastPhase.Wait(Defaults, 2, outcome, 0.5));
        Assert.Null(FastPhase.Wait(Defaults, 3, outcome, 0.5));
    }
}
