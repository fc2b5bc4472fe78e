using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Problems;

namespace Orchestrator.Gateway.Calling;

/// <summary>Why a command was not carried out, in the form that SignalWire's clients read.</summary>
public sealed record CallingErrors(IReadOnlyList<CallingError> Errors)
{
    internal static ActionResult Invalid(IReadOnlyList<CallingError> errors) =>
        new ObjectResult(new CallingErrors(errors)) { StatusCode = StatusCodes.Status422UnprocessableEntity };

    internal static ActionResult Invalid(string code, string message, string attribute) =>
        Invalid([new CallingError("validation_error", code, message, attribute, CallingError.Reference)]);

    internal static ActionResult NoSuchCall { get; } = new ObjectResult(new CallingErrors(
        [new CallingError("not_found_error", "not_found", "There is no such call.", "id", CallingError.Reference)]))
    {
        StatusCode = StatusCodes.Status404NotFound,
    };
}

/// <param name="Attribute">Which parameter is at fault.</param>
/// <param name="Url">Where to read about it.</param>
public sealed record CallingError(string Type, string Code, string Message, string Attribute, string Url)
{
    internal const string Reference = "/docs";

    internal static CallingError Of(ErrorItem error, string attribute) => new("validation_error", error.Code, error.Message, attribute, Reference);
}
