namespace Orchestrator.Sip.Messages;

/// <summary>Text that is not what its grammar asks for. What comes from the wire is read with <c>TryParse</c> and never throws this.</summary>
public sealed class SipFormatException(string what, string text) : FormatException($"Not a {what}: '{text}'")
{
    internal static T Require<T>(bool parsed, T value, string what, string? text) =>
        parsed ? value : throw new SipFormatException(what, text ?? "");
}
