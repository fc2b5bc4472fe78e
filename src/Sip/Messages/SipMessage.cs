using System.Globalization;
using System.Text;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>A request or a response: a start line, headers, a body. The typed properties read the headers, and remember what they read.</summary>
public abstract class SipMessage
{
    private int _readVersion = -1;
    private Via? _via;
    private CSeq _cseq;
    private NameAddress? _from;
    private NameAddress? _to;

    private protected SipMessage()
    {
    }

    public SipHeaders Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; set; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The Via of the last hop.</summary>
    /// <exception cref="SipFormatException">Missing or malformed; never so in a message that came from the wire.</exception>
    public Via TopVia => Fresh(ref _via) ??= Via.Parse(Headers.Values(HeaderNames.Via).FirstOrDefault() ?? "");

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public NameAddress From => Fresh(ref _from) ??= NameAddress.Parse(Headers.Get(HeaderNames.From) ?? "");

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public NameAddress To => Fresh(ref _to) ??= NameAddress.Parse(Headers.Get(HeaderNames.To) ?? "");

    public string CallId => Headers.Get(HeaderNames.CallId) ?? "";

    /// <exception cref="SipFormatException">As for <see cref="TopVia"/>.</exception>
    public CSeq CSeq
    {
        get
        {
            if (Fresh(ref _cseq).Method is not null) return _cseq;
            var text = Headers.Get(HeaderNames.CSeq);
            return _cseq = SipFormatException.Require(CSeq.TryParse(text, out var cseq), cseq, "CSeq", text);
        }
    }

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

    private uint? Number(string header) => SipText.TryNumber(Headers.Get(header), out var number) ? number : null;

    private bool Lists(string header, string optionTag) => Headers.Values(header).Contains(optionTag, StringComparer.OrdinalIgnoreCase);

    private ref T Fresh<T>(ref T field)
    {
        if (_readVersion == Headers.Version) return ref field;
        (_via, _cseq, _from, _to) = (null, default, null, null);
        _readVersion = Headers.Version;
        return ref field;
    }
}

public sealed class SipRequest(string method, SipUri uri) : SipMessage
{
    public string Method { get; } = SipText.IsToken(method) ? method : throw new ArgumentException($"'{method}' is no method.", nameof(method));

    public SipUri Uri { get; set; } = uri;

    /// <summary>The same request once more, to be changed and sent again.</summary>
    internal SipRequest Copy()
    {
        var copy = new SipRequest(Method, Uri) { Body = Body };
        copy.Headers.CopyFrom(Headers);
        return copy;
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
