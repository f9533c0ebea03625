using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Opper.Json;

/// <summary>Reads lists, dictionaries, models and free-form JSON.</summary>
internal static partial class JsonRead
{
    /// <summary>Reads a model or a custom value.</summary>
    public static T Value<[DynamicallyAccessedMembers(JsonCodec.Members)] T>(ref Utf8JsonReader reader, ref JsonSource source) =>
        JsonCodec<T>.Read(ref reader, ref source);

    public static T Model<T>(ref Utf8JsonReader reader, ref JsonSource source)
        where T : class, IJsonModel, new()
    {
        var model = new T();
        model.Read(ref reader, ref source);
        return model;
    }

    public static List<T> List<[DynamicallyAccessedMembers(JsonCodec.Members)] T>(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFailure.Expected("an array", reader);
        }

        var list = new List<T>();
        var read = JsonCodec<T>.Read;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // A null item is skipped, as null means absent in all responses.
            if (reader.TokenType != JsonTokenType.Null || JsonCodec<T>.ReadsNull)
            {
                list.Add(read(ref reader, ref source));
            }
        }

        return list;
    }

    public static Dictionary<string, T> Dictionary<[DynamicallyAccessedMembers(JsonCodec.Members)] T>(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonFailure.Expected("an object", reader);
        }

        var start = reader.TokenStartIndex;
        var dictionary = new Dictionary<string, T>(StringComparer.Ordinal);
        var read = JsonCodec<T>.Read;
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = JsonText.Read(ref reader);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null || JsonCodec<T>.ReadsNull)
                {
                    dictionary[name] = read(ref reader, ref source);
                }
            }
        }
        catch (JsonFailure failure)
        {
            // The keys of a dictionary are user data, which must not appear in the path of an error.
            failure.MoveTo(start);
            throw;
        }

        return dictionary;
    }

    /// <summary>Copies the JSON of the value that the reader is positioned on.</summary>
    public static RawJson Raw(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (source.Utf8.IsEmpty)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return RawJson.FromElement(document.RootElement);
        }

        var (start, length) = Range(ref reader, ref source);
        return RawJson.FromValidUtf8(source.Utf8.Slice(start, length).ToArray());
    }

    /// <summary>The payload of a response: only its range, if the caller deserializes it.</summary>
    public static RawJson? Payload(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (source.Payload is not { } payload)
        {
            return Raw(ref reader, ref source);
        }

        (payload.Start, payload.Length) = Range(ref reader, ref source);
        return null;
    }

    /// <summary>A string in a stream event, which usually repeats. An object or array in its place is ignored: metadata must not end the stream.</summary>
    public static string? EventText(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        return reader.TokenType == JsonTokenType.String && source.Events is { } events ? events.Read(ref reader) : String(ref reader);
    }

    /// <summary>Reads a member that is not in the contract.</summary>
    public static void Additional(ref Utf8JsonReader reader, ref JsonSource source, ref IDictionary<string, RawJson?>? members)
    {
        var name = JsonText.Read(ref reader);
        reader.Read();
        (members ??= new Dictionary<string, RawJson?>(StringComparer.Ordinal))[name] = reader.TokenType == JsonTokenType.Null ? null
            : Raw(ref reader, ref source);
    }

    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw JsonFailure.Expected("an object", reader);
        }
    }

    private static (int Start, int Length) Range(ref Utf8JsonReader reader, ref JsonSource source)
    {
        var start = (int)reader.TokenStartIndex;
        Skip(ref reader);
        return (source.Offset + start, (int)reader.BytesConsumed - start);
    }
}
