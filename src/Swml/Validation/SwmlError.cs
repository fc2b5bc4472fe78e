using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation;

/// <summary>One thing that is wrong with a document. Holds no password, token or userinfo of a URL: it may be logged and sent.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Pointer">JSON pointer of the value, or of the object that lacks one; empty for the document itself.</param>
/// <param name="Found">What stands there: "the number 0".</param>
/// <param name="Expected">What should: "a whole number from 1 to 86400".</param>
/// <param name="Position">Where in the text.</param>
public sealed record SwmlError(string Code, string Pointer, string Found, string Expected, SourcePosition? Position = null)
{
    /// <summary>The error as one sentence.</summary>
    public string Message
    {
        get
        {
            var subject = Pointer.Length == 0 ? "the document" : Pointer;
            var place = Position is { } position ? $"{subject} ({position})" : subject;
            return $"At {place}: found {Found}; expected {Expected}.";
        }
    }

    public override string ToString() => $"{Code}: {Message}";
}
