using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Tests.Messages;

/// <summary>No text that a user gives can end a header and begin one of its own.</summary>
public class InjectionTests
{
    public static TheoryData<string> Breaks => ["\r\nX: y", "a\rb", "a\nb", "a\0b", "\r\n\r\nINVITE sip:a@b SIP/2.0"];

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Values_WithBreaks_AreRefused(string text)
    {
        var request = new SipRequest(SipMethods.Invite, SipUri.Parse("sip:a@b"));

        Assert.ThrowsAny<ArgumentException>(() => request.Headers.Add("X-Mine", text));
        Assert.ThrowsAny<ArgumentException>(() => request.Headers.AddFirst("X-Mine", text));
        Assert.ThrowsAny<ArgumentException>(() => request.Headers.Set("X-Mine", text));
        Assert.ThrowsAny<ArgumentException>(() => request.Headers.Add("X" + text, "y"));
        Assert.ThrowsAny<ArgumentException>(() => request.SetBody(text, default));
        Assert.ThrowsAny<ArgumentException>(() => new SipResponse(200, text));
        Assert.ThrowsAny<ArgumentException>(() => new SipRequest("INVITE" + text, request.Uri));
        Assert.ThrowsAny<ArgumentException>(() => new ReasonValue("SIP", 200, text).ToString());
        Assert.ThrowsAny<ArgumentException>(() => new NameAddress(request.Uri, text).ToString());
        Assert.ThrowsAny<ArgumentException>(() => SipParameters.None.With("a", text));
        Assert.ThrowsAny<FormatException>(() => SipUri.Parse("sip:a@b;x=" + text));
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void RequestUri_BuiltByHandWithBreaks_IsNotWritten(string text) =>
        Assert.ThrowsAny<ArgumentException>(() => SipWriter.ToBytes(new SipRequest(SipMethods.Invite, new SipUri(UriScheme.Sip, text, "b"))));

    [Fact]
    public void Name_WithQuotesAndBrackets_StaysAName()
    {
        var address = NameAddress.Parse(new NameAddress(SipUri.Parse("sip:a@b"), "x\" <sip:evil@h>, \\").ToString());

        Assert.Equal("x\" <sip:evil@h>, \\", address.DisplayName);
        Assert.Equal("sip:a@b", address.Uri.ToString());
    }
}
