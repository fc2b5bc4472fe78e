using System.Globalization;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What every request is checked for before anybody is asked (RFC 3261 section 8.2).</summary>
public sealed partial class SipUserAgent
{
    private static readonly string[] Extensions = ["100rel", "timer"];

    void ITransactionUser.RequestReceived(ServerTransaction transaction)
    {
        try
        {
            Take(transaction);
        }
        catch (Exception e)
        {
            // A handler that throws must not take the socket with it.
            Report(e);
            if (!transaction.IsAnswered) transaction.Respond(500);
        }
    }

    void ITransactionUser.AckReceived(SipRequest ack)
    {
        if (_sessions.TryGetValue(IdOf(ack), out var session)) session.ReceiveAck(ack);
    }

    void ITransactionUser.LateAnswerReceived(SipResponse response, SipTarget source)
    {
        var id = new DialogId(response.CallId, response.From.Tag ?? "", response.To.Tag ?? "");
        if (_sessions.TryGetValue(id, out var session)) session.Mailbox.Post(() => session.RepeatAck(response));
        else if (_lingering.TryGetValue((id.CallId, id.LocalTag), out var lingering)) lingering.Call.TakeLateAnswer(response, source);
        else Transports.Counters.CountStray();
    }

    void ITransactionUser.WayLost(SipTarget source)
    {
        foreach (var session in _sessions.Values)
            if (session.Flow?.Connection == source.Connection) session.Mailbox.Post(session.LoseWay);
    }

    private void Take(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (Unacceptable(request) is { } refusal) transaction.Respond(refusal);
        else if (request.To.Tag is not null) TakeWithin(transaction);
        else if (request.Method == SipMethods.Invite)
        {
            transaction.Respond(100);
            _handler.Invited(new IncomingCall(this, transaction));
        }
        else if (request.Method == SipMethods.Options) AnswerOptions(transaction);
        else if (request.Method is SipMethods.Bye or SipMethods.Prack or SipMethods.Update) transaction.Respond(481);
        else _handler.RequestReceived(transaction);
    }

    private void TakeWithin(ServerTransaction transaction)
    {
        if (_sessions.TryGetValue(IdOf(transaction.Request), out var session)) session.Receive(transaction);
        else transaction.Respond(481);
    }

    private static DialogId IdOf(SipRequest request) => new(request.CallId, request.To.Tag ?? "", request.From.Tag ?? "");

    private static SipResponse? Unacceptable(SipRequest request)
    {
        if (request.Uri.Scheme == UriScheme.Other) return SipResponses.To(request, 416);
        var unknown = request.Headers.Values(HeaderNames.Require).Where(tag => !Extensions.Contains(tag, StringComparer.OrdinalIgnoreCase)).ToList();
        // What is no option tag cannot be named back either.
        if (unknown.Any(tag => !SipText.IsToken(tag))) return SipResponses.To(request, 400);
        if (unknown.Count > 0) return With(SipResponses.To(request, 420), HeaderNames.Unsupported, string.Join(", ", unknown));
        if (request.Method != SipMethods.Invite) return null;
        if (!request.Body.IsEmpty && request.ContentType is { } type && type != Capabilities.SdpType && !type.StartsWith("multipart/", StringComparison.Ordinal))
            return With(SipResponses.To(request, 415), HeaderNames.Accept, Capabilities.Accept);
        if (request.Headers.Get(HeaderNames.ContentEncoding) is { } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return With(SipResponses.To(request, 415), "Accept-Encoding", "identity");
        return AcceptsSdp(request) ? null : SipResponses.To(request, 406);
    }

    private static bool AcceptsSdp(SipRequest request) =>
        !request.Headers.Contains(HeaderNames.Accept)
        || request.Headers.Values(HeaderNames.Accept).Any(type => type.Split(';')[0].Trim().ToLowerInvariant() is Capabilities.SdpType or "application/*" or "*/*");

    /// <summary>405, with what we do take.</summary>
    public static SipResponse NotAllowed(SipRequest request) => With(SipResponses.To(request, 405), HeaderNames.Allow, Capabilities.Allow);

    internal void AnswerOptions(ServerTransaction transaction)
    {
        var response = SipResponses.To(transaction.Request, 200, toTag: transaction.ToTag);
        PutContact(response, transaction.Source, null);
        response.Headers.Add(HeaderNames.Allow, Capabilities.Allow);
        response.Headers.Add(HeaderNames.Accept, Capabilities.Accept);
        response.Headers.Add(HeaderNames.Supported, Capabilities.Supported);
        transaction.Respond(response);
    }

    /// <summary>Writes where we are to be reached for what follows, as seen from that far end; and who we are.</summary>
    internal void PutContact(SipMessage message, SipTarget farEnd, string? user)
    {
        if (_options.Product is { } product) message.Headers.Set(message is SipRequest ? HeaderNames.UserAgent : HeaderNames.Server, product);
        if (message is SipRequest { Method: SipMethods.Bye or SipMethods.Prack or SipMethods.Info or SipMethods.Message }) return;
        var transport = Transports.Find(farEnd) ?? Transports.Transports[0];
        var (host, port) = Transports.Advertised(transport, farEnd.EndPoint.Address);
        var isV6 = host.Contains(':', StringComparison.Ordinal);
        var parameter = farEnd.Protocol == SipProtocol.Udp ? "" : $";transport={farEnd.Protocol.UriName()}";
        var name = (user ?? _options.ContactUser) is { } given ? $"{given}@" : "";
        message.Headers.Set(HeaderNames.Contact, string.Create(CultureInfo.InvariantCulture, $"<sip:{name}{(isV6 ? $"[{host}]" : host)}:{port}{parameter}>"));
    }

    private static SipResponse With(SipResponse response, string name, string value)
    {
        response.Headers.Add(name, value);
        return response;
    }
}
