using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Writes the request of a call to UTF-8 as the serializer would, without it where texts are texts; what is more than that, it asks the serializer for.</summary>
internal static class CallRequestWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _kept;

    /// <returns>The JSON, or <see langword="null"/> where the serializer has to look at the whole: it checks what is required, and knows what more there is.</returns>
    public static PooledBytes? TryWrite(object value)
    {
        if (value.GetType() != typeof(CallRequest) || value is not CallRequest request || string.IsNullOrWhiteSpace(request.Name) || request.HasAdditionalProperties)
        {
            return null;
        }

        var bytes = new PooledBytes();
        var writer = _kept ?? new Utf8JsonWriter(bytes, Options);
        _kept = null;
        writer.Reset(bytes);
        try
        {
            writer.WriteStartObject();
            Write(writer, "name"u8, request.Name);
            Write(writer, "instructions"u8, request.Instructions);
            Write(writer, "input_schema"u8, request.InputSchema);
            Write(writer, "output_schema"u8, request.OutputSchema);
            Write(writer, "input"u8, request.Input);
            Write(writer, "model"u8, request.Model is { Json: JValue { Value: string name } } ? (object)name : request.Model);
            Write(writer, "examples"u8, request.Examples);
            Write(writer, "parent_span_id"u8, request.ParentSpanId);
            Write(writer, "tags"u8, request.Tags);
            Write(writer, "configuration"u8, request.Configuration);
            writer.WriteEndObject();
            writer.Flush();
            return bytes;
        }
        catch
        {
            // The serializer meets the same, and says where.
            bytes.Dispose();
            return null;
        }
        finally
        {
            writer.Reset();
            _kept = writer;
        }
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            // Of what two characters make, System.Text.Json would write twelve.
            case string text when !HasSurrogates(text):
                writer.WriteString(name, text);
                break;
            case OpperSchema schema:
                writer.WritePropertyName(name);
                writer.WriteRawValue(schema.Utf8, skipInputValidation: true);
                break;
            default:
                using (var json = OpperJson.Write(value))
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(json.Span, skipInputValidation: true);
                }

                break;
        }
    }

    private static bool HasSurrogates(string text)
    {
#if NET
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
#else
        return text.Any(char.IsSurrogate);
#endif
    }
}
