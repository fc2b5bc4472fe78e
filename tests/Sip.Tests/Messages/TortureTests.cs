using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Tests.Messages;

public class TortureTests
{
    public static TheoryData<string> Names => TortureMessage.Names;

    [Fact]
    public void Files_AreAllMessagesOfBothRfcs() => Assert.Equal(49 + 11, TortureMessage.All.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_IsParsedOrRefused_AsItsTextAsks(string name)
    {
        var torture = TortureMessage.Of(name);

        var (message, fault) = SipParser.Parse(torture.Bytes);

        Assert.Equal(torture.Verdict, (message, fault) switch
        {
            (SipRequest, { } f) => $"refuse {f.Status}",
            (_, not null) => "drop",
            (SipRequest request, null) => $"accept {request.Method}",
            (SipResponse response, null) => $"accept {response.Status}",
            _ => "nothing",
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_WrittenAndReadAgain_IsTheSame(string name)
    {
        var (message, fault) = SipParser.Parse(TortureMessage.Of(name).Bytes);
        if (fault is not null) return;

        var again = SipParser.Parse(SipWriter.ToBytes(message!));

        Assert.Null(again.Fault);
        static IEnumerable<SipHeader> Lines(SipMessage m) => m.Headers.Where(line => line.Name != HeaderNames.ContentLength);
        Assert.Equal(Lines(message!), Lines(again.Message!));
        Assert.Equal(message!.Body.ToArray(), again.Message!.Body.ToArray());
        Assert.Equal(message.ToString(), again.Message.ToString());
    }

    [Fact]
    public void Contacts_ParametersInsideAndOutsideTheBrackets_AreToldApart()
    {
        foreach (var torture in TortureMessage.All.Where(torture => torture.Contact is not null))
            Assert.Equal(torture.Contact, SipParser.Parse(torture.Bytes).Message!.Contacts.Single().Uri.ToString());
    }

    [Fact]
    public void Wsinv_FoldedAndCompactHeaders_AreReadAsIfWrittenPlainly()
    {
        var message = SipParser.Parse(TortureMessage.Of("wsinv").Bytes).Message!;

        Assert.Equal("1918181833n", message.To.Tag);
        Assert.Equal("98asjd8", message.From.Tag);
        Assert.Equal("INVITE", message.CSeq.Method);
        Assert.Equal(9u, message.CSeq.Number);
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"],
            message.Headers.Values(HeaderNames.Via).Select(text => Sip.Messages.Values.Via.Parse(text).Host));
        Assert.Equal("Quoted string \"\"", message.Contacts.Single().DisplayName);
        Assert.Equal("newfangled value continued newfangled value", message.Headers.Get("NewFangledHeader"));
        Assert.Equal(68, ((SipRequest)message).MaxForwards);
    }
}
