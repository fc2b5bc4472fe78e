using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>Every row of the table: the address that is dialed, and what is heard within 40 s.</summary>
public sealed class FarEndTests
{
    [Theory]
    [InlineData("", "200 #1 Progress", "2000 #2 Answered")]
    [InlineData(";ring=350", "350 #1 Progress", "2000 #2 Answered")]
    [InlineData(";ring=off", "2000 #1 Answered")]
    [InlineData(";early=300", "200 #1 Progress", "300 #2 EarlyMedia", "2000 #3 Answered")]
    [InlineData(";early=off", "200 #1 Progress", "2000 #2 Answered")]
    [InlineData(";answer=750", "200 #1 Progress", "750 #2 Answered")]
    [InlineData(";answer=off", "200 #1 Progress")]
    [InlineData(";answer=0", "0 #1 Answered")]
    [InlineData(";answer=100;ring=100", "100 #1 Answered")]
    [InlineData(";ring=100;answer=100", "100 #1 Progress", "100 #2 Answered")]
    [InlineData(";answer=200", "200 #1 Progress", "200 #2 Answered")]
    [InlineData(";status=486", "200 #1 Progress", "500 #2 Ended Rejected 486")]
    [InlineData(";status=600;ring=off", "500 #1 Ended Rejected 600")]
    [InlineData(";status=603;after=0", "0 #1 Ended Rejected 603")]
    [InlineData(";after=700;status=302", "200 #1 Progress", "700 #2 Ended Rejected 302")]
    [InlineData(";status=503;after=100", "100 #1 Ended Rejected 503")]
    [InlineData(";status=480;answer=off;early=50;after=60", "50 #1 EarlyMedia", "60 #2 Ended Rejected 480")]
    [InlineData(";silent")]
    [InlineData(";silent;cancel=ignore")]
    [InlineData(";answer=400;talk=1000", "200 #1 Progress", "400 #2 Answered", "1400 #3 Ended RemoteHangUp")]
    [InlineData(";answer=400;talk=off", "200 #1 Progress", "400 #2 Answered")]
    [InlineData(";answer=400;talk=0", "200 #1 Progress", "400 #2 Answered", "400 #3 Ended RemoteHangUp")]
    [InlineData(";answer=300;digits=1@500", "200 #1 Progress", "300 #2 Answered", "800 #3 DigitPressed 1")]
    [InlineData(";ring=off;answer=300;digits=%23@900+A@500", "300 #1 Answered", "800 #2 DigitPressed A", "1200 #3 DigitPressed #")]
    [InlineData(
        ";ring=off;answer=0;digits=2@5+1@5;talk=5", "0 #1 Answered", "5 #2 DigitPressed 2", "5 #3 DigitPressed 1", "5 #4 Ended RemoteHangUp")]
    [InlineData(";ring=off;answer=0;talk=5;digits=1@5", "0 #1 Answered", "5 #2 Ended RemoteHangUp")]
    [InlineData(";ring=off;answer=10;lost=90", "10 #1 Answered", "100 #2 MediaLost")]
    [InlineData(";ring=off;answer=10;lost=off", "10 #1 Answered")]
    [InlineData(";transport=tcp;user=phone;lr;RING=off;answer=10", "10 #1 Answered")]
    public void Dial_SimulatedAddress_FollowsItsScript(string parameters, params string[] expected) =>
        AssertHeard("sip:bob@sim" + parameters, expected);

    [Theory]
    [InlineData("+15550100000", "0 #1 Answered")]
    [InlineData("+15550100010", "100 #1 Answered")]
    [InlineData("+15550100399", "200 #1 Progress", "3990 #2 Answered")]
    [InlineData("+15550100400", "200 #1 Progress", "2000 #2 Answered")]
    [InlineData("+15550100486", "200 #1 Progress", "500 #2 Ended Rejected 486")]
    [InlineData("+15550100600", "200 #1 Progress", "500 #2 Ended Rejected 600")]
    [InlineData("+15550100603", "200 #1 Progress", "500 #2 Ended Rejected 603")]
    [InlineData("+15550100480", "200 #1 Progress", "500 #2 Ended Rejected 480")]
    [InlineData("+15550100404", "200 #1 Progress", "500 #2 Ended Rejected 404")]
    [InlineData("+15550100503", "200 #1 Progress", "500 #2 Ended Rejected 503")]
    [InlineData("+15550100408", "200 #1 Progress")]
    [InlineData("+15550100487", "200 #1 Progress")]
    [InlineData("+15550100999")]
    [InlineData("+442071838750", "200 #1 Progress", "2000 #2 Answered")]
    [InlineData("+155501004861", "200 #1 Progress", "2000 #2 Answered")]
    public void Dial_PhoneNumber_FollowsItsRule(string number, params string[] expected) => AssertHeard(number, expected);

    [Theory]
    [InlineData("sip:bob@SIM:5060;answer=0;ring=off?Subject=hello")]
    [InlineData("SIPS:bob:secret@sim;answer=0;ring=off")]
    public void Dial_OtherSpellingsOfTheHost_AreTheSame(string address) => AssertHeard(address, "0 #1 Answered");

    [Fact]
    public void Dial_LateAlarm_CountsFromTheAnswerItself()
    {
        var bench = new Bench();
        bench.Dial("b1", "sip:bob@sim;answer=1000;talk=3000");

        bench.Jump(TimeSpan.FromMilliseconds(3900));
        bench.AdvanceTo(5000);

        Assert.Equal(["3900 b1 #1 Progress", "3900 b1 #2 Answered", "4000 b1 #3 Ended RemoteHangUp"], bench.Log);
    }

    [Fact]
    public void Dial_MomentBeyondTheLongestTimer_IsReached()
    {
        var bench = new Bench();
        bench.Dial("b1", "sip:bob@sim;answer=0;ring=off;talk=2147483647");

        for (var day = 0; day < 24; day++) bench.Jump(TimeSpan.FromDays(1));
        Assert.Equal(1, bench.Plane.LegsUp);
        bench.Jump(TimeSpan.FromDays(1));

        Assert.Equal(EndKind.RemoteHangUp, Assert.IsType<Ended>(bench.Events[^1]).Cause.Kind);
    }

    private static void AssertHeard(string address, params string[] expected)
    {
        var bench = new Bench();
        Assert.Equal(CommandResult.Done, bench.Dial("b1", address));
        bench.AdvanceTo(40_000);
        Assert.Equal(expected, bench.Log.Select(line => line.Replace(" b1", "", StringComparison.Ordinal)));
    }
}
