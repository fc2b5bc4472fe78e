using System.Text;

namespace Orchestrator.Sip.Messages;

/// <summary>The methods in use. A method is case-sensitive, and any token may be one.</summary>
public static class SipMethods
{
    public const string Invite = "INVITE";
    public const string Ack = "ACK";
    public const string Bye = "BYE";
    public const string Cancel = "CANCEL";
    public const string Options = "OPTIONS";
    public const string Register = "REGISTER";
    public const string Prack = "PRACK";
    public const string Update = "UPDATE";
    public const string Refer = "REFER";
    public const string Notify = "NOTIFY";
    public const string Subscribe = "SUBSCRIBE";
    public const string Info = "INFO";
    public const string Message = "MESSAGE";
    public const string Publish = "PUBLISH";

    private static readonly string[] Known =
        [Invite, Ack, Bye, Cancel, Options, Register, Prack, Update, Refer, Notify, Subscribe, Info, Message, Publish];

    /// <summary>The one string of a known method, so that parsing it allocates nothing.</summary>
    internal static string Of(ReadOnlySpan<byte> text)
    {
        foreach (var method in Known)
            if (Ascii.Equals(text, method)) return method;
        return Encoding.UTF8.GetString(text);
    }

    internal static string Of(ReadOnlySpan<char> text)
    {
        foreach (var method in Known)
            if (text.SequenceEqual(method)) return method;
        return text.ToString();
    }
}
