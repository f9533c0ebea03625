using System.Text.Json;

namespace Opper.Json;

/// <summary>Deserializes a complete JSON document with a generated reader.</summary>
internal static class JsonAnswer
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = OpperJson.MaxDepth };

    /// <exception cref="JsonException">The JSON is not valid or does not fit the type; the path is set.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonReadMethod<T> read, PayloadRange? payload = null)
    {
        var mark = utf8.Length;
        utf8 = Utf8Text.WithoutMark(utf8);
        mark -= utf8.Length;
        var reader = new Utf8JsonReader(utf8, Options);
        var source = new JsonSource(utf8) { Payload = payload };
        try
        {
            reader.Read();
            var value = read(ref reader, ref source);
            reader.Read();
            if (payload is not null)
            {
                payload.Start += mark;
            }

            return value;
        }
        catch (JsonException exception)
        {
            throw At(utf8, exception, source.Offset);
        }
    }

    /// <summary>Deserializes into an existing model.</summary>
    /// <exception cref="JsonException">The JSON is not valid or does not fit the type; the path is set.</exception>
    public static void ReadInto(ReadOnlySpan<byte> utf8, IJsonModel model, EventCache events)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var source = new JsonSource(utf8) { Events = events };
        try
        {
            reader.Read();
            model.Read(ref reader, ref source);
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw At(utf8, exception, source.Offset);
        }
    }

    private static JsonException At(ReadOnlySpan<byte> utf8, JsonException exception, int offset) => exception is JsonFailure failure
        ? new JsonException(exception.Message, JsonPathFinder.Find(utf8, offset + failure.Position), exception.LineNumber, offset + failure.Position)
        : new JsonException("The JSON is not valid or is truncated.", JsonPathFinder.Find(utf8, utf8.Length), exception.LineNumber,
            exception.BytePositionInLine);
}
