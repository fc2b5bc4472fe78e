using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// The engine looks at clock and memory between steps of a script, so a single built-in call must not be able to build something huge
/// out of something small. These few can; they are asked beforehand what they would build.
/// </summary>
internal static class BuiltInGuards
{
    private static readonly Prepared<Script> Owners = Engine.PrepareScript("[String.prototype, Array.prototype, JSON]");

    public static void Install(Engine engine)
    {
        var owners = (JsArray)engine.Evaluate(Owners);
        var (text, array, json) = (owners[0].AsObject(), owners[1].AsObject(), owners[2].AsObject());
        Guard(engine, text, "repeat", (self, arguments) => Length(self) * Math.Max(0, Number(arguments, 0)));
        Guard(engine, text, "replace", ReplacementSize);
        Guard(engine, text, "replaceAll", ReplacementSize);
        Guard(engine, array, "join", (self, arguments) => SizeOf(self, Length(arguments.Length > 0 ? arguments[0] : JsValue.Undefined)));
        Guard(engine, array, "flat", (self, _) => SizeOf(self, separator: 1));
        json.Set("stringify", new ClrFunction(engine, "stringify", (_, arguments) =>
            arguments.Length == 0 || arguments[0].IsUndefined() ? JsValue.Undefined : ResultWriter.Write(engine, arguments[0]).GetRawText()));
    }

    private static void Guard(Engine engine, ObjectInstance prototype, string name, Func<JsValue, JsValue[], double> size)
    {
        var original = prototype.Get(name);
        var guarded = new ClrFunction(engine, name, (self, arguments) =>
        {
            if (size(self, arguments) > ExpressionLimits.MaxText) throw new LimitExceededException($"{name} would build too much");
            return engine.Call(original, self, arguments);
        });
        prototype.FastSetProperty(name, new PropertyDescriptor(guarded, writable: true, enumerable: false, configurable: true));
    }

    /// <summary>At worst the replacement stands between any two characters.</summary>
    private static double ReplacementSize(JsValue self, JsValue[] arguments) =>
        arguments.Length > 1 && arguments[1] is not Function ? Length(self) + (Length(self) + 1) * Length(arguments[1]) : 0;

    private static double Length(JsValue value) => value is JsString ? value.AsString().Length : 16;

    /// <summary>An object could come to another number each time it is asked for one.</summary>
    private static double Number(JsValue[] arguments, int index) => arguments.ElementAtOrDefault(index) switch
    {
        null => 0,
        JsNumber or JsString => TypeConverter.ToNumber(arguments[index]),
        _ => double.MaxValue,
    };

    /// <summary>Characters, or elements, that a list comes to with the lists in it; stops counting when it is too much.</summary>
    private static double SizeOf(JsValue value, double separator, int depth = 0)
    {
        if (value is not JsArray array) return Length(value) + separator;
        if (depth > ExpressionLimits.MaxDepth) return double.MaxValue;

        var size = 0.0;
        for (var index = 0u; index < array.Length && size <= ExpressionLimits.MaxText; index++)
            size += SizeOf(array[index], separator, depth + 1) + separator;
        return size;
    }
}
