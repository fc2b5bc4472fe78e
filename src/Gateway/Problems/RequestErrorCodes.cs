namespace Orchestrator.Gateway.Problems;

/// <summary>
/// What <c>code</c> of one error can say when the request around a document is at fault; errors of the document itself keep the codes
/// of calling SWML (<c>relay_script_…</c>).
/// </summary>
public static class RequestErrorCodes
{
    public const string ParseError = "request_parse_error";
    public const string Missing = "request_parameter_missing";
    public const string Undefined = "request_parameter_undefined";
    public const string InvalidValue = "request_parameter_invalid_value";
    public const string Conflict = "request_parameter_conflict";
}
