using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Tests.Dialogs;

/// <summary>RFC 3261 section 12, without anything that sends.</summary>
public class DialogTests
{
    [Fact]
    public void RequestOfTheCaller_FollowsTheRouteBackwards_ToTheContact()
    {
        var dialog = Caller("<sip:p2;lr>, <sip:p1;lr>");
        var bye = dialog.NewRequest(SipMethods.Bye);

        Assert.Equal("sip:b@contact", bye.Uri.ToString());
        Assert.Equal(["<sip:p1;lr>", "<sip:p2;lr>"], bye.Headers.All(HeaderNames.Route));
        Assert.Equal("sip:p1;lr", dialog.NextHop.ToString());
        Assert.Equal(("1", "2", "call", 8u), (bye.From.Tag, bye.To.Tag, bye.CallId, bye.CSeq.Number));
    }

    [Fact]
    public void RequestOfTheCallee_FollowsTheRouteAsItCame()
    {
        var bye = Callee("<sip:p2;lr>, <sip:p1;lr>").NewRequest(SipMethods.Bye);

        Assert.Equal("sip:a@contact", bye.Uri.ToString());
        Assert.Equal(["<sip:p2;lr>", "<sip:p1;lr>"], bye.Headers.All(HeaderNames.Route));
        Assert.Equal(("2", "1"), (bye.From.Tag, bye.To.Tag));
    }

    // Section 12.2.1.1: a strict router is the Request-URI, and the target the end of the route.
    [Fact]
    public void RequestThroughAStrictRouter_PutsTheTargetAtTheEndOfTheRoute()
    {
        var bye = Caller("<sip:p2;lr>, <sip:p1>").NewRequest(SipMethods.Bye);

        Assert.Equal("sip:p1", bye.Uri.ToString());
        Assert.Equal(["<sip:p2;lr>", "<sip:b@contact>"], bye.Headers.All(HeaderNames.Route));
    }

    [Fact]
    public void Ack_HasTheNumberOfItsInvite_AndTheNextRequestTheNextOne()
    {
        var dialog = Caller("");
        Assert.Equal(8u, dialog.NewRequest(SipMethods.Info).CSeq.Number);

        Assert.Equal(new CSeq(7, SipMethods.Ack), dialog.NewAck(7).CSeq);
        Assert.Equal(9u, dialog.NewRequest(SipMethods.Info).CSeq.Number);
    }

    [Fact]
    public void Numbers_OfTheFarEnd_OnlyGrow()
    {
        var dialog = Callee("");

        Assert.Equal(SequenceVerdict.OutOfOrder, dialog.Take(Within(7)));
        Assert.Equal(SequenceVerdict.InOrder, dialog.Take(Within(9)));
        Assert.Equal(SequenceVerdict.OutOfOrder, dialog.Take(Within(8)));
        Assert.Equal(SequenceVerdict.OutOfOrder, dialog.Take(Within(9)));
    }

    [Fact]
    public void Target_IsRefreshedByAContact_AndOnlyByOne()
    {
        var dialog = Caller("");
        dialog.Refresh(new SipResponse(200));
        Assert.Equal("sip:b@contact", dialog.Target.ToString());
        var response = new SipResponse(200);
        response.Headers.Add(HeaderNames.Contact, "<sip:b@elsewhere>");
        dialog.Refresh(response);

        Assert.Equal("sip:b@elsewhere", dialog.NewRequest(SipMethods.Bye).Uri.ToString());
    }

    [Fact]
    public void Route_OfAnEarlyDialog_IsSaidAnewByTheAnswer()
    {
        var dialog = Caller("<sip:p1;lr>");
        dialog.Confirm(Response("<sip:p3;lr>"));

        Assert.Equal("sip:p3;lr", dialog.NextHop.ToString());
    }

    // What came in a From may not be what we would write; it is what the far end compares with.
    [Fact]
    public void FromOfTheFarEnd_IsWrittenBackAsItCame()
    {
        var invite = Invite();
        invite.Headers.Set(HeaderNames.From, "Odd  Name<sip:a@h;x=%41>;x=\"q\";tag=1");

        Assert.Equal("Odd  Name<sip:a@h;x=%41>;x=\"q\";tag=1", Dialog.OfServer(invite, "2").NewRequest(SipMethods.Bye).Headers.Get(HeaderNames.To));
    }

    private static Dialog Caller(string routes) => Dialog.OfClient(Invite(), Response(routes));

    private static Dialog Callee(string routes)
    {
        var invite = Invite();
        if (routes.Length > 0) invite.Headers.Add(HeaderNames.RecordRoute, routes);
        return Dialog.OfServer(invite, "2");
    }

    private static SipRequest Invite()
    {
        var invite = new SipRequest(SipMethods.Invite, SipUri.Parse("sip:b@example.com"));
        invite.Headers.Add(HeaderNames.From, "<sip:a@example.com>;tag=1");
        invite.Headers.Add(HeaderNames.To, "<sip:b@example.com>");
        invite.Headers.Add(HeaderNames.CallId, "call");
        invite.Headers.Add(HeaderNames.CSeq, "7 INVITE");
        invite.Headers.Add(HeaderNames.Contact, "<sip:a@contact>");
        return invite;
    }

    private static SipResponse Response(string routes)
    {
        var response = SipResponses.To(Invite(), 200, toTag: "2");
        response.Headers.Add(HeaderNames.Contact, "<sip:b@contact>");
        if (routes.Length > 0) response.Headers.Add(HeaderNames.RecordRoute, routes);
        return response;
    }

    private static SipRequest Within(uint number)
    {
        var request = new SipRequest(SipMethods.Info, SipUri.Parse("sip:a@h"));
        request.Headers.Add(HeaderNames.CSeq, $"{number} INFO");
        return request;
    }
}
