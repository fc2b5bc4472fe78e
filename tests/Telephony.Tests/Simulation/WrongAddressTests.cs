using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class WrongAddressTests
{
    [Theory]
    [InlineData("sip:bob@sim;ring=abc", "found ring=abc, expected milliseconds or off")]
    [InlineData("sip:bob@sim;ring=-1", "found ring=-1, expected milliseconds or off")]
    [InlineData("sip:bob@sim;ring", "found ring without a value, expected milliseconds or off")]
    [InlineData("sip:bob@sim;answer=99999999999", "found answer=99999999999, expected milliseconds or off")]
    [InlineData("sip:bob@sim;answer=1.5", "found answer=1.5, expected milliseconds or off")]
    [InlineData("sip:bob@sim;status=99", "found status=99, expected 300 to 699")]
    [InlineData("sip:bob@sim;status=200", "found status=200, expected 300 to 699")]
    [InlineData("sip:bob@sim;status=486;after=off", "found after=off, expected milliseconds")]
    [InlineData("sip:bob@sim;after=100", "found after without status, expected both")]
    [InlineData("sip:bob@sim;status=486;answer=100", "found both answer and status, expected one of them")]
    [InlineData("sip:bob@sim;silent=yes", "found silent=yes, expected no value")]
    [InlineData("sip:bob@sim;silent;ring=100", "found silent together with something to do, expected silent alone")]
    [InlineData("sip:bob@sim;cancel=maybe", "found cancel=maybe, expected ok, ignore or answer")]
    [InlineData("sip:bob@sim;digits=12@500", "found digits=12@500, expected D@T, joined by +")]
    [InlineData("sip:bob@sim;digits=1@500+", "found digits=1@500+, expected D@T, joined by +")]
    [InlineData("sip:bob@sim;digits=x@500", "found digits=x@500, expected D@T, joined by +")]
    [InlineData("sip:bob@sim;digits", "found digits without a value, expected D@T, joined by +")]
    [InlineData("sip:bob@sim;talk=long", "found talk=long, expected milliseconds or off")]
    [InlineData("sip:bob@sim;lost=", "found lost=, expected milliseconds or off")]
    [InlineData("sip:bob@sim;ring=1;ring=2", "found ring twice, expected it once")]
    [InlineData("sip:bob@sim;rings=1", "found parameter 'rings', expected ring, early, answer, status, after, silent, cancel, talk, digits or lost")]
    [InlineData("sip:bob@sim;", "found parameter '', expected ring, early, answer, status, after, silent, cancel, talk, digits or lost")]
    [InlineData("sip:bob@example.com", "found host 'example.com', expected 'sim'")]
    [InlineData("sip:sim", "found no name before the host, expected sip:NAME@sim")]
    [InlineData("sip:@sim", "found no name before the host, expected sip:NAME@sim")]
    [InlineData("+0123", "found '+0123', expected + and 2 to 15 digits, the first not 0")]
    [InlineData("+1555x", "found '+1555x', expected + and 2 to 15 digits, the first not 0")]
    [InlineData("/public/bob", "found an address of another kind, expected a phone number with + or sip:NAME@sim")]
    public void Dial_WrongAddress_EndsNoRouteAndSaysWhy(string address, string detail)
    {
        var bench = new Bench();

        Assert.Equal(CommandResult.Done, bench.Dial("b1", address));

        Assert.Equal(new Ended("b1", 1, new EndCause(EndKind.NoRoute, Detail: detail)), Assert.Single(bench.Events));
        Assert.Equal(0, bench.Plane.LegsUp);
    }
}
