using System.Collections.Immutable;
using Acornima;
using Acornima.Ast;
using Jint;

namespace Orchestrator.Swml.Expressions;

/// <summary>An expression made ready once, for any number of evaluations on any thread.</summary>
public sealed class CompiledExpression
{
    /// <summary>The function that hands the value out; no name that a script could mean.</summary>
    internal const string ResultFunction = "$$result";

    private static readonly BoundedCache<string, CompiledExpression> Cache = new(1024);

    private static readonly ScriptPreparationOptions Preparation = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { RegexTimeout = ExpressionLimits.MaxTime },
    };

    private CompiledExpression(string? problem) => Problem = problem;

    private CompiledExpression(Prepared<Script> script, bool calls) => (Script, Calls) = (script, calls);

    /// <summary>Why it cannot be evaluated; null if it can.</summary>
    public string? Problem { get; }

    internal Prepared<Script> Script { get; }

    /// <summary>Whether it can call anything: if not, no built-in function has to be kept in bounds.</summary>
    internal bool Calls { get; }

    /// <summary>The names that it does not declare itself.</summary>
    internal ImmutableArray<string> Names { get; private init; } = [];

    public static CompiledExpression Of(string source) =>
        source.Length > ExpressionLimits.MaxLength ? Compile(source) : Cache.GetOrAdd(source, Compile);

    private static CompiledExpression Compile(string source)
    {
        // By itself first: what closes the parenthesis that is put around it below is no expression.
        var syntax = ExpressionSyntax.Of(source);
        if (syntax.Problem is { } problem) return new CompiledExpression(problem);

        try
        {
            var script = Engine.PrepareScript($"{ResultFunction}((\n{source}\n))", options: Preparation);
            return new CompiledExpression(script, syntax.Calls)
            {
                Names = [.. script.ReferencedGlobals!.ToArray().Where(name => name != ResultFunction)],
            };
        }
        catch (Exception slip) when (slip is ScriptPreparationException or ParseErrorException or InsufficientExecutionStackException)
        {
            return new CompiledExpression("no expression that can be read");
        }
    }
}
