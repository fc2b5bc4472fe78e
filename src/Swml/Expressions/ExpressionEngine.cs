using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// Evaluates one expression on the calling thread, which it may hold for <see cref="ExpressionLimits.MaxTime"/> and, where a built-in
/// function does not look at the clock, longer: run it where that harms nobody. Each evaluation has an engine of its own: nothing that
/// one does to a prototype or a global is seen by the next.
/// </summary>
public static class ExpressionEngine
{
    private static readonly HashSet<string> BuiltIns = new(StringComparer.Ordinal)
    {
        "Array", "Boolean", "Date", "Infinity", "JSON", "Map", "Math", "NaN", "Number", "Object", "RegExp", "Set", "String", "decodeURI",
        "decodeURIComponent", "encodeURI", "encodeURIComponent", "isFinite", "isNaN", "parseFloat", "parseInt", "undefined",
    };

    /// <summary>The very first evaluation pays for the compilation of the engine itself; it has no limit, and no user waits for it.</summary>
    private static readonly Lazy<bool> Warm = new(() =>
    {
        var none = JsonValues.EmptyObject;
        var nothing = new VariableScopes(none, none, ImmutableSortedDictionary<string, JsonElement>.Empty, none);
        Run(CompiledExpression.Of("[{a: 'x'}].map(x => x.a.replace(/x/, 'y').repeat(2)).join() + vars.a"), nothing, Timeout.InfiniteTimeSpan);
        return true;
    });

    public static ExpressionResult Evaluate(string source, VariableScopes scopes)
    {
        var compiled = CompiledExpression.Of(source);
        return compiled.Problem is { } problem || !Warm.Value
            ? ExpressionResult.Failed(compiled.Problem!)
            : Run(compiled, scopes, ExpressionLimits.MaxTime);
    }

    private static ExpressionResult Run(CompiledExpression expression, VariableScopes scopes, TimeSpan time)
    {
        try
        {
            using var engine = new Engine(options => Limit(options, time));
            foreach (var name in expression.Names)
            {
                // A name that is neither set nor one of the few built-ins is undefined, and not an error: unset is no mistake here.
                if (ValueOf(scopes, name) is { } value) engine.SetValue(name, Read(engine, value));
                else if (!BuiltIns.Contains(name)) engine.SetValue(name, JsValue.Undefined);
            }

            var result = JsonValues.EmptyText;
            if (expression.Calls) BuiltInGuards.Install(engine);
            engine.SetValue(CompiledExpression.ResultFunction, new ClrFunction(engine, "result", (_, arguments) =>
            {
                result = arguments[0].IsUndefined() ? JsonValues.EmptyText : ResultWriter.Write(engine, arguments[0]);
                return JsValue.Undefined;
            }));
            engine.Evaluate(expression.Script);
            return ExpressionResult.Of(result);
        }
        catch (Exception failure)
        {
            // Whatever the script made the engine throw, of its own kinds or of the runtime's, is the script's failure.
            return ExpressionResult.Failed(Reason(failure));
        }
    }

    private static JsonElement? ValueOf(VariableScopes scopes, string name) => name switch
    {
        "vars" => JsonValues.Object(scopes.Vars),
        "call" => scopes.Call,
        "params" => scopes.Params,
        "envs" => scopes.Envs,
        _ => scopes.Find(name),
    };

    private static JsValue Read(Engine engine, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => JsValue.Undefined,
        JsonValueKind.String => new JsString(value.GetString()!),
        _ => new JsonParser(engine).Parse(value.GetRawText()),
    };

    private static void Limit(Options options, TimeSpan time)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            options.Constraint(() => new RunningTimeConstraint(time));
            options.Constraints.RegexTimeout = time;
        }

        options.LimitMemory(ExpressionLimits.MaxMemory);
        options.LimitRecursion(ExpressionLimits.MaxRecursion);
        options.DisableStringCompilation();
        options.Constraints.MaxArraySize = ExpressionLimits.MaxArrayLength;
        options.Constraints.StackOverflowGuard = true;
        options.Json.MaxParseDepth = 128;
    }

    private static string Reason(Exception failure) => failure switch
    {
        TimeoutException or RegexMatchTimeoutException => $"longer than {ExpressionLimits.MaxTime.TotalMilliseconds:0} ms",
        MemoryLimitExceededException or OutOfMemoryException => "more memory than an expression may use",
        RecursionDepthOverflowException or InsufficientExecutionStackException => "calls nested too deep",
        JavaScriptException thrown => thrown.Message,
        LimitExceededException exceeded => exceeded.Message,
        _ => failure.InnerException is LimitExceededException inner ? inner.Message : "the expression could not be evaluated",
    };
}
