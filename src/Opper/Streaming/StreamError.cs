using System.Text.Json;

namespace Opper;

/// <summary>An error that a server reports in a stream, in any of the known forms.</summary>
/// <param name="Type">The error type or code.</param>
/// <param name="Message">The server's message.</param>
internal sealed record StreamError(string? Type, string? Message)
{
    /// <summary>The error of an event named <c>error</c>.</summary>
    public static StreamError OfNamed(ReadOnlySpan<byte> data) => Read(data, isNamed: true) ?? new StreamError(null, Utf8Text.Decode(data));

    /// <summary>The error that the JSON of an event reports, or <see langword="null"/>. An <c>error</c> that is null, false, 0 or empty is not one.</summary>
    public static StreamError? Find(ReadOnlySpan<byte> data) => Read(data, isNamed: false);

    /// <summary>The error in an <c>error</c> member, or <see langword="null"/> if the value means that there is none.</summary>
    public static StreamError? Parse(RawJson? error) => error is null ? null : Of(error.ToJsonElement());

    /// <summary>The error that a chunk reports, or <see langword="null"/>.</summary>
    public static StreamError? Of(StreamChunk chunk)
        => !chunk.IsError || string.IsNullOrEmpty(chunk.ErrorType) && string.IsNullOrEmpty(chunk.ErrorMessage) && chunk.ChunkType != StreamChunkType.Error
            ? null
            : new StreamError(chunk.ErrorType, string.IsNullOrEmpty(chunk.ErrorMessage) ? chunk.Delta : chunk.ErrorMessage);

    private static StreamError? Read(ReadOnlySpan<byte> data, bool isNamed)
    {
        try
        {
            using var document = JsonDocument.Parse(Utf8Text.WellFormed(data.ToArray()), new JsonDocumentOptions { MaxDepth = OpperJson.MaxDepth });
            return Read(document.RootElement, isNamed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StreamError? Read(JsonElement chunk, bool isNamed)
    {
        if (Member(chunk, "data") is { ValueKind: JsonValueKind.Object } inner)
        {
            chunk = inner;
        }

        var error = Member(chunk, "error");
        var isTold = Text(Member(chunk, "error_type")) is not null || Text(Member(chunk, "error_message")) is not null || Text(Member(chunk, "chunk_type")) == "error" || IsSomething(error);
        if (!isTold && !isNamed)
        {
            return null;
        }

        var told = error is { } member ? Of(member) : null;
        var details = isNamed && told is null ? chunk : default(JsonElement?);
        return new StreamError(
            Text(Member(chunk, "error_type")) ?? told?.Type ?? Code(details),
            Text(Member(chunk, "error_message")) ?? told?.Message ?? Words(details) ?? Text(Member(chunk, "delta")) ?? (isNamed ? Text(chunk) : null));
    }

    private static StreamError? Of(JsonElement error)
        => !IsSomething(error) ? null
            : error.ValueKind == JsonValueKind.Object ? new StreamError(Code(error), Words(error) ?? Text(error))
            : new StreamError(null, Text(error));

    private static string? Code(JsonElement? details) => Text(Member(details, "type")) ?? Text(Member(details, "code"));

    private static string? Words(JsonElement? details) => Text(Member(details, "message")) ?? Text(Member(details, "detail"));

    private static JsonElement? Member(JsonElement? holder, string name)
        => holder is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;

    private static bool IsSomething(JsonElement? value) => value is { } known && known.ValueKind switch
    {
        JsonValueKind.Object => known.EnumerateObject().MoveNext(),
        JsonValueKind.Array => known.GetArrayLength() > 0,
        JsonValueKind.String => known.GetRawText().Length > 2,
        JsonValueKind.Number => known.GetRawText() != "0",
        JsonValueKind.True => true,
        _ => false,
    };

    // Some servers send a list or an object where others send a string: its JSON is used as the text.
    private static string? Text(JsonElement? value)
    {
        if (value is not { } known || known.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (known.ValueKind != JsonValueKind.String)
        {
            return known.GetRawText();
        }

        return RawJson.FromElement(known) is { } text && (string?)text is { Length: > 0 } words ? words : null;
    }
}
