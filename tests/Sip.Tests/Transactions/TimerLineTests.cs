using Microsoft.Extensions.Time.Testing;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.Tests.Transactions;

public class TimerLineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _rang = [];
    private readonly TimerLine _line;

    public TimerLineTests() => _line = new TimerLine(TimeSpan.FromSeconds(32), _time);

    [Fact]
    public void Timers_RingEachInItsTime_AndNotBefore()
    {
        Set("first");
        _time.Advance(TimeSpan.FromSeconds(10.5));
        Set("second");
        _time.Advance(TimeSpan.FromSeconds(21.4));
        Assert.Empty(_rang);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(["first"], _rang);
        _time.Advance(TimeSpan.FromSeconds(10.5));

        Assert.Equal(["first", "second"], _rang);
    }

    [Fact]
    public void Timer_Stopped_DoesNotRing_AndHoldsNobodyUp()
    {
        var first = Set("first");
        _time.Advance(TimeSpan.FromSeconds(1));
        Set("second");
        first.Stop();
        _time.Advance(TimeSpan.FromSeconds(32));

        Assert.Equal(["second"], _rang);
    }

    [Fact]
    public void Timer_SetWhileOneRings_RingsToo()
    {
        _line.Set(() => Set("second"));
        _time.Advance(TimeSpan.FromSeconds(32));
        Assert.Empty(_rang);
        _time.Advance(TimeSpan.FromSeconds(32));

        Assert.Equal(["second"], _rang);
    }

    private TimerLine.Entry Set(string name) => _line.Set(() => _rang.Add(name));
}
