using System.Globalization;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly WebhookOptions Defaults = new();

    [Theory]
    [InlineData(1, 0.0, 0.8, NextStep.Again)]
    [InlineData(1, 0.5, 1.0, NextStep.Again)]
    [InlineData(1, 1.0, 1.2, NextStep.Again)]
    [InlineData(2, 0.0, 4.0, NextStep.Again)]
    [InlineData(2, 1.0, 6.0, NextStep.Again)]
    [InlineData(3, 0.5, 30, NextStep.Park)]
    [InlineData(4, 0.5, 120, NextStep.Park)]
    [InlineData(5, 0.5, 600, NextStep.Park)]
    [InlineData(6, 0.5, 3600, NextStep.Park)]
    [InlineData(7, 0.5, 3 * 3600, NextStep.Park)]
    [InlineData(8, 0.5, 8 * 3600, NextStep.Park)]
    [InlineData(9, 0.0, 0.8 * 12 * 3600, NextStep.Park)]
    [InlineData(10, 0.5, 0, NextStep.GiveUp)]
    public void After_Failure_IsTheScheduleWithinItsJitter(int used, double dice, double seconds, NextStep step)
    {
        var next = RetrySchedule.After(Defaults, used, Of(WebhookOutcome.ServerError), dice);

        Assert.Equal(step, next.Step);
        Assert.Equal(seconds, next.Wait.TotalSeconds, 6);
    }

    [Theory]
    [InlineData(WebhookOutcome.Ok, NextStep.Delivered)]
    [InlineData(WebhookOutcome.Gone, NextStep.GiveUp)]
    [InlineData(WebhookOutcome.BadUrl, NextStep.GiveUp)]
    [InlineData(WebhookOutcome.Muted, NextStep.GiveUp)]
    [InlineData(WebhookOutcome.Expired, NextStep.GiveUp)]
    public void After_OutcomeThatIsFinal_Ends(WebhookOutcome outcome, NextStep step) =>
        Assert.Equal(step, RetrySchedule.After(Defaults, 1, Of(outcome), 0.5).Step);

    [Theory]
    [InlineData(WebhookOutcome.ClientError, NextStep.GiveUp)]
    [InlineData(WebhookOutcome.BlockedAddress, NextStep.GiveUp)]
    [InlineData(WebhookOutcome.Redirect, NextStep.Park)]
    [InlineData(WebhookOutcome.Throttled, NextStep.Park)]
    [InlineData(WebhookOutcome.Dns, NextStep.Park)]
    [InlineData(WebhookOutcome.Internal, NextStep.Park)]
    public void After_FastPhase_GoesOnUnlessTheReceiverMeantIt(WebhookOutcome outcome, NextStep step)
    {
        Assert.Equal(NextStep.Again, RetrySchedule.After(Defaults, 2, Of(outcome), 0.5).Step);
        Assert.Equal(step, RetrySchedule.After(Defaults, 3, Of(outcome), 0.5).Step);
    }

    [Fact]
    public void After_CompatProfile_StopsAfterThree()
    {
        var compat = new WebhookOptions { Profile = WebhookProfile.Compat };

        Assert.Equal(NextStep.Again, RetrySchedule.After(compat, 2, Of(WebhookOutcome.ServerError), 0.5).Step);
        Assert.Equal(NextStep.GiveUp, RetrySchedule.After(compat, 3, Of(WebhookOutcome.ServerError), 0.5).Step);
    }

    [Theory]
    [InlineData(1, "0", 1, NextStep.Again)]
    [InlineData(1, "3", 3, NextStep.Again)]
    [InlineData(1, "7", 7, NextStep.Park)]
    [InlineData(1, "86400", 6 * 3600, NextStep.Park)]
    [InlineData(1, "99999999999999999999", 6 * 3600, NextStep.Park)]
    [InlineData(1, "Sun, 01 Mar 2026 12:00:40 GMT", 40, NextStep.Park)]
    [InlineData(1, "Sun, 01 Mar 2026 11:00:00 GMT", 1, NextStep.Again)]
    [InlineData(1, "-1", 1, NextStep.Again)]
    [InlineData(1, "abc", 1, NextStep.Again)]
    [InlineData(1, "", 1, NextStep.Again)]
    [InlineData(3, "7", 30, NextStep.Park)]
    [InlineData(9, "86400", 12 * 3600, NextStep.Park)]
    public void After_RetryAfter_IsHonouredFromTheScheduleToSixHours(int used, string asked, double seconds, NextStep step)
    {
        var now = DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture);
        var throttled = Of(WebhookOutcome.Throttled) with { RetryAfter = RetryAfter.Read(asked, now) };

        var next = RetrySchedule.After(Defaults, used, throttled, 0.5);

        Assert.Equal((step, seconds), (next.Step, next.Wait.TotalSeconds));
    }

    [Fact]
    public void After_CircuitOpen_IsParkedUntilTheCircuitIsTried()
    {
        var open = Of(WebhookOutcome.CircuitOpen) with { RetryAfter = TimeSpan.FromSeconds(10) };

        Assert.Equal((NextStep.Park, TimeSpan.FromSeconds(11)), RetrySchedule.After(Defaults, 0, open, 0.5));
    }

    private static WebhookResult Of(WebhookOutcome outcome) => WebhookResult.Without(outcome);
}
