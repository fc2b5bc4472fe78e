using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Problems;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Code">A <c>request_…</c> or <c>relay_script_…</c> code, <c>invalid_cursor</c> or <c>not_supported_yet</c>.</param>
/// <param name="Pointer">
/// JSON pointer (RFC 6901) into the body, empty for the whole of it; <c>?name</c> is a query parameter, <c>header:Name</c> a header.
/// </param>
/// <param name="Message">The error in one sentence.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should.</param>
/// <param name="Line">Line of the body, from 1.</param>
/// <param name="Column">Column of that line, from 1.</param>
public sealed record ErrorItem(string Code, string Pointer, string Message, string Found, string Expected, int? Line, int? Column)
{
    public static ErrorItem Of(SwmlError error) => new(
        error.Code, error.Pointer, error.Message, error.Found, error.Expected, error.Position?.Line, error.Position?.Column);

    internal static ErrorItem Query(string name, string code, string found, string expected) =>
        new(code, $"?{name}", $"Query parameter {name}: found {found}; expected {expected}.", found, expected, null, null);

    internal static ErrorItem Header(string name, string found, string expected) => new(
        RequestErrorCodes.InvalidValue, $"header:{name}", $"Header {name}: found {found}; expected {expected}.", found, expected, null, null);
}
