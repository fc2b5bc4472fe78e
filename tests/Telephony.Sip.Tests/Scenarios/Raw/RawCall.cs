using System.Globalization;
using System.Text;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

/// <summary>One dialog of a raw phone: what its messages must say to belong to it. It keeps no state but numbers, so that a test may break any rule.</summary>
internal sealed class RawCall
{
    private readonly RawPhone _phone;
    private readonly string _callId;
    private string _local;
    private string _remote;
    private string _target;
    private string _branch = NewBranch();
    private int _number;
    private string _routes = "";

    private RawCall(RawPhone phone, string callId, string local, string remote, string target) =>
        (_phone, _callId, _local, _remote, _target) = (phone, callId, local, remote, target);

    /// <summary>The first INVITE, sent or received.</summary>
    public WireMessage Request { get; private set; } = new("");

    public static RawCall Taken(RawPhone phone, WireMessage invite, string tag) =>
        new(phone, invite["Call-ID"], $"{invite["To"]};tag={tag}", invite["From"], invite.UriOf("Contact"))
        {
            Request = invite,
            _routes = invite.Lines("Record-Route").Replace("Record-Route:", "Route:", StringComparison.Ordinal),
        };

    public static RawCall Begun(RawPhone phone, string uri, string from) =>
        new(phone, $"{Guid.NewGuid():n}", $"<sip:{from}@{phone.Contact}>;tag=caller", $"<{uri}>", uri);

    /// <summary>The same INVITE, answered by another phone behind a fork.</summary>
    public RawCall Fork(string tag) => Taken(_phone, Request, tag);

    /// <summary>Responds to the INVITE.</summary>
    public string Answers(int status, string body = "", params string[] headers) => Answers(Request, status, body, headers);

    public string Answers(WireMessage request, int status, string body = "", params string[] headers)
    {
        var to = request["To"].Contains(";tag=", StringComparison.Ordinal) || status == 100 ? request["To"] : _local;
        var text = $"SIP/2.0 {status} Told\r\n{request.Lines("Via")}{request.Lines("Record-Route")}From: {request["From"]}\r\nTo: {to}\r\nCall-ID: {_callId}\r\nCSeq: {request["CSeq"]}\r\n"
            + Ending(body, headers);
        _phone.Says(text);
        return text;
    }

    /// <summary>Sends a request of its own within the call.</summary>
    public string Asks(string method, string body = "", params string[] headers)
    {
        _branch = NewBranch();
        return Says(method, ++_number, body, headers);
    }

    public void Invite(string body, params string[] headers) => Request = new WireMessage(Asks("INVITE", body, headers));

    /// <summary>Takes from a response who the far end is, and where.</summary>
    public void Takes(WireMessage answer) => (_remote, _target) = (answer["To"], answer.UriOf("Contact"));

    /// <summary>Takes the 2xx to an INVITE of its own, and acknowledges it.</summary>
    public string Acknowledges(WireMessage answer, string body = "")
    {
        Takes(answer);
        _branch = NewBranch();
        return Says("ACK", int.Parse(answer["CSeq"].Split(' ')[0], CultureInfo.InvariantCulture), body, []);
    }

    /// <summary>Acknowledges a refusal of its INVITE.</summary>
    public void TakesRefusal(WireMessage answer)
    {
        var before = _remote;
        _remote = answer["To"];
        Says("ACK", _number, "", []);
        _remote = before;
    }

    /// <summary>Gives up its INVITE.</summary>
    public string Cancels() => Says("CANCEL", _number, "", []);

    /// <summary>Says again, unchanged, what it has said.</summary>
    public void Repeats(string text) => _phone.Says(text);

    private string Says(string method, int number, string body, string[] headers)
    {
        var text = $"{method} {_target} SIP/2.0\r\nVia: SIP/2.0/{_phone.Via};branch={_branch};rport\r\nMax-Forwards: 70\r\nFrom: {_local}\r\nTo: {_remote}\r\n"
            + $"Call-ID: {_callId}\r\nCSeq: {number} {method}\r\n{_routes}" + Ending(body, headers);
        _phone.Says(text);
        return text;
    }

    private string Ending(string body, string[] headers)
    {
        var text = new StringBuilder($"Contact: <{_phone.Uri}>\r\n");
        foreach (var header in headers) text.Append(header).Append("\r\n");
        if (body.Length > 0 && !headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal))) text.Append("Content-Type: application/sdp\r\n");
        return text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}").ToString();
    }

    private static string NewBranch() => $"z9hG4bK{Guid.NewGuid():n}";
}
