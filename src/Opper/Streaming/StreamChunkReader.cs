using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Reads chunks from the UTF-8 of their events. One per stream: strings that repeat from event to event are made once.</summary>
internal sealed class StreamChunkReader
{
    private RepeatedText _path;
    private RepeatedText _spanId;
    private RepeatedText _chunkType;

    /// <summary>The span that the events have named last.</summary>
    public string? SpanId => _spanId.Text;

    /// <returns>The chunk, or <see langword="null"/> for the <c>[DONE]</c> that some servers end with.</returns>
    public StreamChunk? Read(ReadOnlySpan<byte> data) => IsDone(data) ? null : ToChunk(ReadFields(data));

    /// <summary>Reads the delta alone, without a chunk around it.</summary>
    /// <param name="data">The event.</param>
    /// <param name="chunk">The chunk, where it is one that does not just bring a piece of text.</param>
    /// <returns>The delta, empty where there is none; <see langword="null"/> for <c>[DONE]</c>.</returns>
    public string? ReadDelta(ReadOnlySpan<byte> data, out StreamChunk? chunk)
    {
        chunk = null;
        if (IsDone(data))
        {
            return null;
        }

        var fields = ReadFields(data);
        if (StreamChunk.SaysError(fields.ChunkType, fields.ErrorType, fields.ErrorMessage))
        {
            chunk = ToChunk(fields);
        }

        return fields.Delta ?? string.Empty;
    }

    private static bool IsDone(ReadOnlySpan<byte> data) => data.SequenceEqual("[DONE]"u8);

    private Fields ReadFields(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event of the stream is not a JSON object.");
        }

        var fields = default(Fields);
        ReadFields(ref reader, data, ref fields);
        if (reader.Read())
        {
            throw new JsonException("Something follows the JSON of an event.");
        }

        return fields;
    }

    private static StreamChunk ToChunk(in Fields fields) => new()
    {
        Delta = fields.Delta,
        DeltaKind = fields.DeltaKind,
        JsonPath = fields.JsonPath,
        SpanId = fields.SpanId,
        ChunkType = fields.ChunkType is { } type ? new StreamChunkType(type) : default(StreamChunkType?),
        ErrorType = fields.ErrorType,
        ErrorMessage = fields.ErrorMessage,
        AdditionalProperties = fields.Other,
    };

    private void ReadFields(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref Fields fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                ReadDelta(ref reader, data, ref fields);
            }
            else if (reader.ValueTextEquals("json_path"u8))
            {
                fields.JsonPath = ReadKept(ref reader, ref _path);
            }
            else if (reader.ValueTextEquals("span_id"u8))
            {
                fields.SpanId = ReadKept(ref reader, ref _spanId);
            }
            else if (reader.ValueTextEquals("chunk_type"u8))
            {
                fields.ChunkType = ReadKept(ref reader, ref _chunkType);
            }
            else if (reader.ValueTextEquals("error_type"u8))
            {
                fields.ErrorType = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("error_message"u8))
            {
                fields.ErrorMessage = ReadText(ref reader);
            }
            else
            {
                ReadOther(ref reader, data, ref fields);
            }
        }
    }

    // Docs show {"data": {…}}; on the wire the chunk is flat, but reading both costs nothing.
    private void ReadOther(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref Fields fields)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (name == "data" && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadFields(ref reader, data, ref fields);
            return;
        }

        var json = Skip(ref reader, data);
        var token = OpperJson.ReadToken(json);
        if (name == "error")
        {
            // OpenAI-compatible servers put an object or a text here.
            fields.ErrorMessage ??= token is JObject error ? (string?)error["message"] ?? error.ToString(Newtonsoft.Json.Formatting.None) : token?.ToString();
            fields.ErrorType ??= token is JObject typed ? (string?)(typed["type"] ?? typed["code"]) : null;
            return;
        }

        (fields.Other ??= new Dictionary<string, JToken?>(StringComparer.Ordinal))[name] = token;
    }

    private static void ReadDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, ref Fields fields)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                (fields.Delta, fields.DeltaKind) = (reader.GetString(), StreamDeltaKind.String);
                break;
            case JsonTokenType.Number:
                (fields.Delta, fields.DeltaKind) = (Utf8Text.Decode(reader.ValueSpan), StreamDeltaKind.Number);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                (fields.Delta, fields.DeltaKind) = (reader.TokenType == JsonTokenType.True ? "true" : "false", StreamDeltaKind.Boolean);
                break;
            default:
                (fields.Delta, fields.DeltaKind) = (Utf8Text.Decode(Skip(ref reader, data)), StreamDeltaKind.Json);
                break;
        }
    }

    private static byte[] Skip(ref Utf8JsonReader reader, ReadOnlySpan<byte> data) => data[RawJson.Skip(ref reader)].ToArray();

    private static string? ReadKept(ref Utf8JsonReader reader, ref RepeatedText kept)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? kept.Read(ref reader) : ReadCurrent(ref reader);
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadCurrent(ref reader);
    }

    private static string? ReadCurrent(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return null;
            default:
                return Utf8Text.Decode(reader.ValueSpan);
        }
    }

    private struct Fields
    {
        public string? Delta;
        public StreamDeltaKind DeltaKind;
        public string? JsonPath;
        public string? SpanId;
        public string? ChunkType;
        public string? ErrorType;
        public string? ErrorMessage;
        public Dictionary<string, JToken?>? Other;
    }
}
