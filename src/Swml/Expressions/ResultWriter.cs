using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;

namespace Orchestrator.Swml.Expressions;

/// <summary>A value of the engine as JSON, as large as a result may be and no larger.</summary>
internal static class ResultWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Write(Engine engine, JsValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) Write(engine, writer, value, depth: 0);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Engine engine, Utf8JsonWriter writer, JsValue value, int depth)
    {
        if (writer.BytesPending + writer.BytesCommitted > ExpressionLimits.MaxText)
            throw new LimitExceededException("a result that is too large");
        if (depth > ExpressionLimits.MaxDepth) throw new LimitExceededException("a result that is nested too deep");

        switch (value)
        {
            case JsString:
                WriteText(writer, value.AsString());
                break;
            case JsNumber:
                var number = value.AsNumber();
                if (double.IsFinite(number)) writer.WriteRawValue(TypeConverter.ToString(value));
                else writer.WriteNullValue();
                break;
            case JsBoolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case JsDate date:
                writer.WriteStringValue(engine.Invoke(date.Get("toISOString"), date, []).AsString());
                break;
            case JsArray array:
                writer.WriteStartArray();
                for (var index = 0u; index < array.Length; index++) Write(engine, writer, array[index], depth + 1);
                writer.WriteEndArray();
                break;
            case ObjectInstance instance and not Function:
                WriteObject(engine, writer, instance, depth);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteObject(Engine engine, Utf8JsonWriter writer, ObjectInstance instance, int depth)
    {
        writer.WriteStartObject();
        foreach (var (name, property) in instance.GetOwnProperties())
        {
            if (!name.IsString() || !property.Enumerable) continue;
            var member = instance.Get(name);
            if (member.IsUndefined() || member is Function) continue;
            writer.WritePropertyName(name.AsString());
            Write(engine, writer, member, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length > ExpressionLimits.MaxText) throw new LimitExceededException("a result that is too large");
        // Half a surrogate pair cannot be written as UTF-8.
        writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
