using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Json;

/// <summary>Writes requests, and the values that callers supply where the API accepts any JSON.</summary>
internal static class JsonWrite
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Deeper nesting is usually a circular reference.
    private const int MaxDepth = OpperJson.MaxDepth;

    [ThreadStatic]
    private static Utf8JsonWriter? _kept;

    /// <summary>Writes the body of a request.</summary>
    /// <exception cref="ArgumentException">A required member is not set, or a value cannot be serialized.</exception>
    public static PooledBytes Request(object body, ICallerTypes? types = null) => Write(body, isRequest: true, types);

    /// <summary>Writes free-form JSON.</summary>
    /// <exception cref="ArgumentException">The value cannot be serialized.</exception>
    public static PooledBytes Free(object? value) => Write(value, isRequest: false);

    /// <summary>Writes free-form JSON as text.</summary>
    /// <exception cref="ArgumentException">The value cannot be serialized.</exception>
    public static string Text(object? value)
    {
        using var bytes = Free(value);
        return Utf8Text.Decode(bytes.Span);
    }

    public static void Free(JsonOutput output, object? value)
    {
        var writer = output.Writer;
        if (writer.CurrentDepth > MaxDepth)
        {
            throw new ArgumentException($"A value is nested more than {MaxDepth} levels deep, or has a circular reference.");
        }

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                JsonText.Write(writer, text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                Number(writer, number);
                break;
            case float number:
                Number(writer, number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case IJsonModel model:
                model.Write(output);
                break;
            case IJsonWritable writable:
                writable.Write(output);
                break;
            case Type type:
                // In place of JSON, a type stands for its schema.
                Free(output, output.Types?.Output(type) ?? throw CallerTypes.WithoutMetadata(type));
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonDocument document:
                document.RootElement.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case IDictionary<string, object?> members:
                Members(output, members);
                break;
            case IDictionary<string, string> members:
                Members(output, members);
                break;
            case IDictionary<string, RawJson?> members:
                Members(output, members);
                break;
            case IList<string> items:
                output.List(items);
                break;
            // Only object[] itself: items of other collections are serialized by the declared type of the collection.
            case object?[] items when value.GetType() == typeof(object[]):
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Free(output, item);
                }

                writer.WriteEndArray();
                break;
            default:
                TypedWriter.Write(output, value);
                break;
        }
    }

    /// <summary>Whether a member has a value to send; an empty list and an open enum without a name do not count.</summary>
    public static bool IsSet(object? value) => value is not null;

    /// <inheritdoc cref="IsSet(object)"/>
    public static bool IsSet<T>(T value)
        where T : struct, IOpenValue =>
        value.Value.Length > 0;

    /// <inheritdoc cref="IsSet(object)"/>
    public static bool IsSet<T>(T? value)
        where T : struct, IOpenValue =>
        value is { Value.Length: > 0 };

    /// <inheritdoc cref="IsSet(object)"/>
    public static bool IsSet<T>(IList<T>? value) => value is { Count: > 0 };

    public static void Number(Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            throw new ArgumentException("NaN and infinity cannot be represented in JSON; send a finite number, null or a string.");
        }

        writer.WriteNumberValue(number);
    }

    private static void Number(Utf8JsonWriter writer, float number)
    {
        if (float.IsNaN(number) || float.IsInfinity(number))
        {
            Number(writer, (double)number);
        }

        writer.WriteNumberValue(number);
    }

    private static void Members<T>(JsonOutput output, IDictionary<string, T> members)
    {
        output.Writer.WriteStartObject();
        foreach (var member in members)
        {
            output.PropertyName(member.Key);
            Free(output, member.Value);
        }

        output.Writer.WriteEndObject();
    }

    private static PooledBytes Write(object? value, bool isRequest, ICallerTypes? types = null)
    {
        var bytes = new PooledBytes();
        // The cached writer is in use if a value serializes JSON while being serialized itself.
        var writer = _kept ?? new Utf8JsonWriter(bytes, Options);
        _kept = null;
        writer.Reset(bytes);
        try
        {
            Free(new JsonOutput(writer, isRequest, types), value);
            writer.Flush();
        }
        catch (Exception exception)
        {
            bytes.Dispose();
            // Thrown by a JsonElement or JsonNode with strings that are not valid Unicode.
            if (exception is InvalidOperationException or JsonException)
            {
                throw new ArgumentException("The request cannot be written as JSON: it contains a string that is not valid Unicode, or a value that is not "
                    + "valid JSON.", nameof(value), exception);
            }

            throw;
        }
        finally
        {
            writer.Reset();
            _kept = writer;
        }

        return bytes;
    }
}
