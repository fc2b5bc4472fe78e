using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Tests.Messages;

public class ValueTests
{
    [Theory]
    [InlineData("sip:alice@example.com")]
    [InlineData("sips:alice:secret@example.com:5061;transport=tcp;lr")]
    [InlineData("sip:[2001:db8::1]:5060;maddr=[2001:db8::2]")]
    [InlineData("sip:+1555;ext=5@example.com;user=phone")]
    [InlineData("sip:a%20b@example.com?Subject=x&To=sip%3Aa%40b")]
    [InlineData("tel:+1-201-555-0123;phone-context=example.com")]
    [InlineData("urn:service:sos")]
    public void Uri_ReadAndWritten_IsTheSame(string text) => Assert.Equal(text, SipUri.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:@example.com")]
    [InlineData("sip:a@b@example.com")]
    [InlineData("sip:a@example.com:99999")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@exam ple.com")]
    [InlineData("sip:a%2@example.com")]
    [InlineData("sip:a@example.com\r\nX: y")]
    [InlineData("sip:a@example.com;a=\r\nX: y")]
    [InlineData("sip:a@example.com?a=\0")]
    [InlineData("tel:")]
    [InlineData("tel:abc xyz")]
    [InlineData("nonsense")]
    public void Uri_OfAnotherGrammar_IsNone(string text) => Assert.False(SipUri.TryParse(text, out _));

    // RFC 3261 section 19.1.4.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    public void Uris_Compare_AsTheRfcSays(string one, string other, bool same)
    {
        Assert.Equal(same, SipUri.Parse(one).IsSameAs(SipUri.Parse(other)));
        Assert.Equal(same, SipUri.Parse(other).IsSameAs(SipUri.Parse(one)));
    }

    [Theory]
    [InlineData("\"A \\\"B\\\" C\" <sip:a@b>;tag=1", "A \"B\" C", "1")]
    [InlineData("Anna Maria <sip:a@b>;tag=2", "Anna Maria", "2")]
    [InlineData("Jürgen <sip:a@b>;tag=2", "Jürgen", "2")]
    [InlineData("sip:a@b;tag=3", null, "3")]
    [InlineData("<sip:a@b;tag=4>", null, null)]
    public void Address_NameAndTag_AreFound(string text, string? name, string? tag)
    {
        var address = NameAddress.Parse(text);

        Assert.Equal((name, tag), (address.DisplayName, address.Tag));
        Assert.Equal(address.ToString(), NameAddress.Parse(address.ToString()).ToString());
    }

    [Fact]
    public void Challenge_ReadAndWritten_IsTheSame()
    {
        const string text = "Digest realm=\"a, b\", nonce=\"x,y=\", algorithm=SHA-256, qop=\"auth,auth-int\", stale=TRUE";

        Assert.True(AuthValue.TryParse(text, out var value));
        Assert.Equal(("a, b", "x,y=", "SHA-256", "auth,auth-int"), (value["realm"], value["nonce"], value["algorithm"], value["qop"]));
        Assert.Equal(text, value.ToString());
    }

    [Fact]
    public void Reason_ReadAndWritten_IsTheSame()
    {
        Assert.True(ReasonValue.TryParse(ReasonValue.CompletedElsewhere.ToString(), out var reason));
        Assert.Equal(ReasonValue.CompletedElsewhere, reason);
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", reason.ToString());
    }

    [Theory]
    [InlineData("1800;refresher=uas", 1800, Refresher.Uas)]
    [InlineData("90", 90, Refresher.Unsaid)]
    public void SessionExpires_IsRead(string text, int seconds, Refresher refresher)
    {
        Assert.True(SessionExpires.TryParse(text, out var value));
        Assert.Equal(new SessionExpires(seconds, refresher), value);
    }
}
