using Acornima;

namespace Orchestrator.Swml.Expressions;

/// <summary>Reads an expression without making it ready: enough to say what is wrong with it.</summary>
/// <param name="Problem">Why it cannot be evaluated; null if it can.</param>
/// <param name="Calls">Whether it can call anything.</param>
internal readonly record struct ExpressionSyntax(string? Problem, bool Calls)
{
    public static ExpressionSyntax Of(string source)
    {
        if (source.Length > ExpressionLimits.MaxLength)
            return new($"an expression of {source.Length} characters; at most {ExpressionLimits.MaxLength}", Calls: false);

        try
        {
            var rules = new ExpressionRules();
            rules.Visit(new Parser().ParseExpression(source));
            return new(rules.Forbidden, rules.Calls);
        }
        catch (ParseErrorException broken)
        {
            return new($"no expression ({broken.Message})", Calls: false);
        }
        catch (InsufficientExecutionStackException)
        {
            return new("an expression nested too deep", Calls: false);
        }
    }
}
