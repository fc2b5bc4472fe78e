using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Dialogs;

/// <summary>How a request stands to those that came before it in its dialog (RFC 3261 section 12.2.2).</summary>
public enum SequenceVerdict
{
    InOrder,

    /// <summary>Its number is lower than one that came: 500.</summary>
    OutOfOrder,
}

/// <summary>
/// The state of a dialog (RFC 3261 section 12): who, with which numbers, by which route. Knows no clock and sends nothing. Not safe for
/// use by several threads.
/// </summary>
public sealed class Dialog
{
    // As they came: what a far end reads in From and To is what it wrote.
    private readonly string _from;
    private readonly string _to;
    private uint? _remoteNumber;

    private Dialog(DialogId id, string from, string to, SipUri target, IReadOnlyList<NameAddress> routes, uint localNumber)
    {
        (Id, _from, _to, Target, Routes, LocalNumber) = (id, from, to, target, routes, localNumber);
    }

    public DialogId Id { get; }

    /// <summary>Our address with our tag.</summary>
    public NameAddress Local => NameAddress.Parse(_from);

    public NameAddress Remote => NameAddress.Parse(_to);

    /// <summary>Where the far end wants its requests: its last Contact.</summary>
    public SipUri Target { get; private set; }

    /// <summary>The proxies between, the nearest first.</summary>
    public IReadOnlyList<NameAddress> Routes { get; private set; }

    /// <summary>The number of our last request.</summary>
    public uint LocalNumber { get; private set; }

    /// <summary>Of the side that sent the INVITE, by a response that carries a tag (12.1.2). Without a Contact requests go where the INVITE went.</summary>
    public static Dialog OfClient(SipRequest invite, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(response);
        return new Dialog(
            new DialogId(invite.CallId, invite.From.Tag ?? "", response.To.Tag ?? ""),
            invite.Headers.Get(HeaderNames.From)!, response.Headers.Get(HeaderNames.To)!,
            ContactOf(response) ?? invite.Uri, RoutesOf(response), invite.CSeq.Number);
    }

    /// <summary>Of the side that received the INVITE (12.1.1).</summary>
    public static Dialog OfServer(SipRequest invite, string localTag)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return new Dialog(
            new DialogId(invite.CallId, localTag, invite.From.Tag ?? ""),
            $"{invite.Headers.Get(HeaderNames.To)};tag={localTag}", invite.Headers.Get(HeaderNames.From)!,
            ContactOf(invite) ?? invite.From.Uri, invite.Addresses(HeaderNames.RecordRoute), 0)
        {
            _remoteNumber = invite.CSeq.Number,
        };
    }

    /// <summary>Where the next request of this dialog goes: the first proxy, or the far end.</summary>
    public SipUri NextHop => Routes.Count > 0 ? Routes[0].Uri : Target;

    /// <summary>A request within the dialog, with the next number (12.2.1.1).</summary>
    public SipRequest NewRequest(string method) => Build(method, ++LocalNumber);

    /// <summary>The ACK of a 2xx, with the number of its INVITE.</summary>
    public SipRequest NewAck(uint inviteNumber) => Build(SipMethods.Ack, inviteNumber);

    /// <summary>The same request once more with the next number, as an answer to a challenge.</summary>
    public void Renumber(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Set(HeaderNames.CSeq, new CSeq(++LocalNumber, request.Method).ToString());
    }

    /// <summary>Our INVITE was sent again with a higher number before this dialog came to be.</summary>
    public void RaiseTo(uint number) => LocalNumber = Math.Max(LocalNumber, number);

    /// <summary>Takes the number of a request of the far end.</summary>
    public SequenceVerdict Take(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var number = request.CSeq.Number;
        if (request.Method is SipMethods.Ack or SipMethods.Cancel) return SequenceVerdict.InOrder;
        if (_remoteNumber is { } last && number <= last) return SequenceVerdict.OutOfOrder;
        _remoteNumber = number;
        return SequenceVerdict.InOrder;
    }

    /// <summary>Takes the Contact of a target refresh: of a re-INVITE or UPDATE and the 2xx to it (12.2.1.2, 12.2.2).</summary>
    public void Refresh(SipMessage message)
    {
        if (ContactOf(message) is { } contact) Target = contact;
    }

    /// <summary>The 2xx of an early dialog says the route anew (13.2.2.4).</summary>
    public void Confirm(SipResponse response)
    {
        Routes = RoutesOf(response);
        Refresh(response);
    }

    private SipRequest Build(string method, uint number)
    {
        // A first proxy that is a strict router takes the Request-URI, and the target goes to the end of the route (12.2.1.1).
        var strict = Routes.Count > 0 && !Routes[0].Uri.IsLooseRouter;
        var request = new SipRequest(method, strict ? Routes[0].Uri with { HeaderPart = null } : Target with { HeaderPart = null });
        request.Headers.AddReceived(HeaderNames.MaxForwards, "70");
        foreach (var route in strict ? Routes.Skip(1).Append(new NameAddress(Target)) : Routes) request.Headers.AddReceived(HeaderNames.Route, $"<{route.Uri}>{route.Parameters}");
        request.Headers.AddReceived(HeaderNames.From, _from);
        request.Headers.AddReceived(HeaderNames.To, _to);
        request.Headers.AddReceived(HeaderNames.CallId, Id.CallId);
        request.Headers.Add(HeaderNames.CSeq, new CSeq(number, method).ToString());
        return request;
    }

    private static IReadOnlyList<NameAddress> RoutesOf(SipResponse response) => [.. response.Addresses(HeaderNames.RecordRoute).Reverse()];

    private static SipUri? ContactOf(SipMessage message) => message.Contacts is [{ Uri.IsSip: true } contact, ..] ? contact.Uri : null;
}
