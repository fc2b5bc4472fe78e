using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Orchestrator.Gateway.Problems;

/// <summary>Why a request was not carried out (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: <paramref name="Code"/> tells problems apart.</param>
/// <param name="Title">The phrase of the status.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, in a sentence for people.</param>
/// <param name="Code">What happened, for programs.</param>
/// <param name="TraceId">By which the operators find this request.</param>
/// <param name="Errors">Everything that is wrong with the request; empty unless it was not valid.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    [property: JsonPropertyName("traceId")] string? TraceId,
    IReadOnlyList<ErrorItem> Errors)
{
    /// <summary>What is to be sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    internal static ProblemBody Of(int status, string code, string detail) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, code, null, []);

    internal static ProblemBody Invalid(IReadOnlyList<ErrorItem> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, SharedCode(errors), Count(errors.Count)) with { Errors = errors };

    internal static ProblemBody Unavailable(string code, string detail, TimeSpan retryAfter) =>
        Of(StatusCodes.Status503ServiceUnavailable, code, detail) with { RetryAfter = retryAfter };

    /// <summary>Two codes speak for the whole request, when nothing else is wrong with it.</summary>
    private static string SharedCode(IReadOnlyList<ErrorItem> errors) => errors[0].Code switch
    {
        ProblemCodes.InvalidCursor or ProblemCodes.NotSupportedYet when errors.All(error => error.Code == errors[0].Code) => errors[0].Code,
        _ => ProblemCodes.ValidationFailed,
    };

    private static string Count(int errors) =>
        errors == 1 ? "The request has one error; nothing was done." : $"The request has {errors} errors; nothing was done.";
}
