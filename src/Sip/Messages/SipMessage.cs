using System.Globalization;
using System.Text;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>A request or a response: a start line, headers, a body. The typed properties read the headers, and remember what they read.</summary>
public abstract class SipMessage
{
    private Known<Via>? _via;
    private Known<CSeq?>? _cseq;
    private Known<NameAddress>? _from;
    private Known<NameAddress>? _to;

    private protected SipMessage()
    {
    }

    public SipHeaders Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; set; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The Via of the last hop.</summary>
    /// <exception cref="SipFormatException">Missing or malformed; never so in a message that came from the wire.</exception>
    public Via TopVia => TopViaOrNull ?? throw new SipFormatException(HeaderNames.Via, Headers.Get(HeaderNames.Via) ?? "");

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public NameAddress From => FromOrNull ?? throw new SipFormatException(HeaderNames.From, Headers.Get(HeaderNames.From) ?? "");

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public NameAddress To => ToOrNull ?? throw new SipFormatException(HeaderNames.To, Headers.Get(HeaderNames.To) ?? "");

    public string CallId => Headers.Get(HeaderNames.CallId) ?? "";

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public CSeq CSeq => CSeqOrNull ?? throw new SipFormatException(HeaderNames.CSeq, Headers.Get(HeaderNames.CSeq) ?? "");

    /// <summary>The addresses of Contact; empty if there are none or they are <c>*</c>.</summary>
    public IReadOnlyList<NameAddress> Contacts => Addresses(HeaderNames.Contact);

    public uint? RSeq => Number(HeaderNames.RSeq);

    public RAck? RAck => Values.RAck.TryParse(Headers.Get(HeaderNames.RAck), out var rack) ? rack : null;

    public uint? Expires => Number(HeaderNames.Expires);

    public SessionExpires? SessionExpires =>
        Values.SessionExpires.TryParse(Headers.Get(HeaderNames.SessionExpires), out var value) ? value : null;

    public SessionExpires? MinSe => Values.SessionExpires.TryParse(Headers.Get(HeaderNames.MinSe), out var value) ? value : null;

    public IEnumerable<ReasonValue> Reasons =>
        Headers.Values(HeaderNames.Reason).Select(text => ReasonValue.TryParse(text, out var reason) ? reason : null).OfType<ReasonValue>();

    /// <summary>The media type of the body in lower case, without its parameters; <c>null</c> if there is none.</summary>
    public string? ContentType => Headers.Get(HeaderNames.ContentType) is { } type ? type.Split(';')[0].Trim().ToLowerInvariant() : null;

    /// <summary>Whether Supported or Require names the extension.</summary>
    public bool Supports(string optionTag) => Lists(HeaderNames.Supported, optionTag) || Requires(optionTag);

    public bool Requires(string optionTag) => Lists(HeaderNames.Require, optionTag);

    public IReadOnlyList<NameAddress> Addresses(string header) =>
        [.. Headers.Values(header).Select(text => NameAddress.TryParse(text, out var address) ? address : null).OfType<NameAddress>()];

    public void SetBody(string contentType, ReadOnlyMemory<byte> body)
    {
        Headers.Set(HeaderNames.ContentType, contentType);
        Body = body;
    }

    /// <summary>For a message that is kept: its headers are read again, should anybody ask.</summary>
    internal void ForgetWhatWasRead() => (_via, _cseq, _from, _to) = (null, null, null, null);

    private uint? Number(string header) => SipText.TryNumber(Headers.Get(header), out var number) ? number : null;

    private bool Lists(string header, string optionTag) => Headers.Values(header).Contains(optionTag, StringComparer.OrdinalIgnoreCase);

    internal Via? TopViaOrNull => Read(ref _via, Headers.FirstValue(HeaderNames.Via), static text => Via.TryParse(text, out var via) ? via : null);

    internal NameAddress? FromOrNull => Read(ref _from, Headers.Get(HeaderNames.From), Address);

    internal NameAddress? ToOrNull => Read(ref _to, Headers.Get(HeaderNames.To), Address);

    internal CSeq? CSeqOrNull => Read(ref _cseq, Headers.Get(HeaderNames.CSeq), static text => CSeq.TryParse(text, out var cseq) ? cseq : (CSeq?)null);

    private static NameAddress? Address(string text) => NameAddress.TryParse(text, out var address) ? address : null;

    /// <summary>What was read from a text holds as long as the header has that very text.</summary>
    private static T? Read<T>(ref Known<T>? known, string? text, Func<string, T?> read)
    {
        if (text is null) return default;
        if (known is { } before && ReferenceEquals(before.Text, text)) return before.Value;
        var now = new Known<T>(text, read(text));
        known = now;
        return now.Value;
    }

    // One reference, so that another thread sees both or neither.
    private sealed record Known<T>(string Text, T? Value);
}

public sealed class SipRequest(string method, SipUri uri) : SipMessage
{
    private static readonly string[] Lasting = [HeaderNames.Via, HeaderNames.Route, HeaderNames.From, HeaderNames.To, HeaderNames.CallId, HeaderNames.CSeq];

    public string Method { get; } = SipText.IsToken(method) ? method : throw new ArgumentException($"'{method}' is no method.", nameof(method));

    public SipUri Uri { get; set; } = uri;

    /// <summary>The same request once more, to be changed and sent again.</summary>
    internal SipRequest Copy()
    {
        var copy = new SipRequest(Method, Uri) { Body = Body };
        copy.Headers.CopyFrom(Headers);
        return copy;
    }

    /// <summary>What responses, ACK and CANCEL to it are made of.</summary>
    internal SipRequest Outline()
    {
        var outline = new SipRequest(Method, Uri);
        foreach (var name in Lasting) outline.Headers.CopyFrom(Headers, name);
        return outline;
    }

    public int? MaxForwards => SipText.TryNumber(Headers.Get(HeaderNames.MaxForwards), out var number) ? (int)number : null;

    public override string ToString() => $"{Method} {Uri}";
}

public sealed class SipResponse(int status, string? reason = null) : SipMessage
{
    /// <summary>100 to 699.</summary>
    public int Status { get; } = status is >= 100 and <= 699 ? status : throw new ArgumentOutOfRangeException(nameof(status));

    public string ReasonPhrase { get; } = reason is null ? SipStatus.Phrase(status) : SipText.Safe(reason, nameof(reason));

    public bool IsProvisional => Status < 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Status} {ReasonPhrase}");
}
