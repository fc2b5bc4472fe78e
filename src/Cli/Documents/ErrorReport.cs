using System.Text.Json.Nodes;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Cli.Documents;

/// <summary>Errors of a document: <c>file:line:column: code: sentence</c>, as editors and CI read them, or JSON as the service writes it.</summary>
internal static class ErrorReport
{
    public static void Write(TextWriter output, string path, IReadOnlyCollection<SwmlError> errors, bool asJson)
    {
        if (asJson)
        {
            var report = new JsonObject { ["valid"] = errors.Count == 0, ["errors"] = new JsonArray([.. errors.Select(Item)]) };
            output.WriteLine(report.ToJsonString());
            return;
        }

        foreach (var error in errors)
            output.WriteLine($"{path}:{error.Position?.Line ?? 1}:{error.Position?.Column ?? 1}: {error.Code}: {error.Message}");
    }

    private static JsonObject Item(SwmlError error) => new()
    {
        ["code"] = error.Code,
        ["pointer"] = error.Pointer,
        ["message"] = error.Message,
        ["found"] = error.Found,
        ["expected"] = error.Expected,
        ["line"] = error.Position?.Line,
        ["column"] = error.Position?.Column,
    };
}
