using System.Text.Json;

namespace Opper.Streaming;

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
    public static StreamError? Of(StreamChunk chunk) =>
        !chunk.IsError || string.IsNullOrEmpty(chunk.ErrorType) && string.IsNullOrEmpty(chunk.ErrorMessage) && chunk.ChunkType != StreamChunkType.Error
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
        chunk = ErrorBody.Member(chunk, "data") is { ValueKind: JsonValueKind.Object } inner ? inner : chunk;
        var told = Of(ErrorBody.Member(chunk, "error"));
        var (type, message) = (Text(chunk, "error_type"), Text(chunk, "error_message"));
        if (!isNamed && (told ?? (object?)type ?? message) is null && Text(chunk, "chunk_type") != "error")
        {
            return null;
        }

        var details = isNamed && told is null ? chunk : default(JsonElement?);
        return new StreamError(
            type ?? told?.Type ?? Code(details),
            message ?? told?.Message ?? Words(details) ?? Text(chunk, "delta") ?? (isNamed ? ErrorBody.Text(chunk) : null));
    }

    private static StreamError? Of(JsonElement? error) =>
        error is not { } known || !HasContent(known) ? null
            : new StreamError(Code(known), Words(known) ?? ErrorBody.Text(known));

    private static string? Code(JsonElement? details) => Text(details, "type") ?? Text(details, "code");

    private static string? Words(JsonElement? details) => Text(details, "message") ?? Text(details, "detail");

    private static string? Text(JsonElement? holder, string name) => ErrorBody.Text(ErrorBody.Member(holder, name));

    // An object whose members are all null, false, 0 or empty texts means that there is no error, as an empty object does.
    private static bool HasContent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            value.EnumerateObject().Any(static member => member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || HasContent(member.Value)),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => value.GetRawText() is not ("null" or "false" or "0" or "\"\""),
    };
}
