using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>The events of a streamed call: fields of type string, and of other types.</summary>
internal static class ChunkModel
{
    private static readonly string[] TextFields = ["json_path", "span_id", "chunk_type", "error_type", "error_message"];
    private static readonly CallRequest Request = new() { Name = "any" };

    public static string Generate(JsonGenerator g)
    {
        var fields = new List<(string, string)>();
        if (g.Sometimes(90))
        {
            fields.Add(("delta", g.Sometimes(60) ? g.String() : g.Value(2)));
        }

        foreach (var name in TextFields)
        {
            if (g.Sometimes(name.StartsWith("error", StringComparison.Ordinal) ? 5 : 50))
            {
                fields.Add((name, g.Next(20) switch { 0 => g.Value(2), 1 => "null", _ => g.Sometimes(50) ? "\"people[0].name\"" : g.String() }));
            }
        }

        if (g.Sometimes(30))
        {
            fields.Insert(g.Next(fields.Count + 1), ("other", g.Value()));
        }

        return g.Object(fields);
    }

    public static async Task<string> ReadOursAsync(ReadOnlyMemory<byte> json)
    {
        byte[] events = [.. "data: "u8, .. json.Span, .. "\n\n"u8];
        try
        {
            await foreach (var chunk in Wire.Answering(events, "text/event-stream").StreamAsync(Request))
            {
                return Form.Of(Text(chunk.Delta, chunk.DeltaKind), chunk.DeltaKind.ToString(), chunk.JsonPath, chunk.SpanId, chunk.ChunkType?.Value,
                    chunk.AdditionalProperties?.ToDictionary(pair => pair.Key, pair => (JToken?)pair.Value ?? JValue.CreateNull()));
            }
        }
        catch (OpperStreamException error) when (error.InnerException is null && !error.IsTruncated)
        {
            return Form.Of("error", Compact(error.ErrorType), Compact(error.ErrorMessage));
        }

        return IsBlank(json.Span) ? "no event" : throw new InvalidOperationException("No event came.");
    }

    public static string ReadTheirs(byte[] json)
    {
        if (IsBlank(json))
        {
            return "no event";
        }

        var fields = Newtonsofts.Object(json);
        var texts = TextFields.ToDictionary(name => name, name => AsText(fields[name]), StringComparer.Ordinal);
        var (delta, kind) = Delta(fields["delta"]);
        // An empty error is ignored.
        var (type, message) = (Filled(texts["error_type"]), Filled(texts["error_message"]));
        if (type is not null || message is not null || texts["chunk_type"] == "error")
        {
            // Fields beside an error are kept, whatever their type.
            type ??= fields["error_type"] is JContainer { Count: > 0 } code ? Plain(code) : null;
            message ??= fields["error_message"] is JContainer { Count: > 0 } details ? Plain(details) : null;
            return Form.Of("error", Compact(type),
                Compact(message) ?? Filled(fields["delta"] switch { null or { Type: JTokenType.Null } => null, var token => Plain(token) }));
        }

        var others = fields.Properties().Where(property => property.Name != "delta" && !TextFields.Contains(property.Name))
            .ToDictionary(property => property.Name, property => property.Value);
        return Form.Of(delta, kind.ToString(), texts["json_path"], texts["span_id"], texts["chunk_type"], others.Count > 0 ? others : null);
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // An event without data is a keep-alive.
    private static bool IsBlank(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json).Trim(' ', '\t').Length == 0;

    // Numbers are compared by value, because Newtonsoft does not keep digits; JSON by content.
    private static object? Text(string? delta, StreamDeltaKind kind) => kind switch
    {
        StreamDeltaKind.Number or StreamDeltaKind.Json => Newtonsofts.Read<JToken>(Encoding.UTF8.GetBytes(delta!)),
        // An unpaired surrogate is kept in a chunk, because the other half may follow.
        _ => delta is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(delta)),
    };

    private static (object? Delta, StreamDeltaKind Kind) Delta(JToken? token) => token?.Type switch
    {
        null or JTokenType.Null => (null, StreamDeltaKind.None),
        JTokenType.String => ((string)token!, StreamDeltaKind.String),
        JTokenType.Integer or JTokenType.Float => (token, StreamDeltaKind.Number),
        JTokenType.Boolean => (Plain(token), StreamDeltaKind.Boolean),
        _ => (token, StreamDeltaKind.Json),
    };

    // A stream tolerates minor errors: an object or a list in place of a string is ignored, a number is its digits.
    private static string? AsText(JToken? token) => token is null or { Type: JTokenType.Null } or JContainer ? null : Plain(token);

    private static string Plain(JToken token) => token switch
    {
        JValue { Value: string text } => text,
        JValue { Value: double number } => number.ToString("R", CultureInfo.InvariantCulture),
        _ => token.ToString(Newtonsoft.Json.Formatting.None),
    };

    // A message that is JSON is kept unchanged, including white space.
    private static string? Compact(string? message)
    {
        try
        {
            return message?.FirstOrDefault() is '{' or '['
                ? Newtonsofts.Read<JToken>(Encoding.UTF8.GetBytes(message)).ToString(Newtonsoft.Json.Formatting.None)
                : message;
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return message;
        }
    }
}
