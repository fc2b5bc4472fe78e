using System.Text.Json;

namespace Orchestrator.Swml.Expressions;

/// <summary>What became of an expression: a value, or a problem (<c>js_eval_error</c>).</summary>
/// <param name="Value">An undefined value is an empty string, as an unset name is.</param>
public sealed record ExpressionResult(JsonElement? Value, string? Problem)
{
    public static ExpressionResult Of(JsonElement value) => new(value, null);

    public static ExpressionResult Failed(string problem) => new(null, problem.Length <= 200 ? problem : problem[..200] + "…");
}
