using System.Text.Json;

namespace Opper.Streaming;

/// <summary>An error that a server reports in a stream, in any of the known forms.</summary>
/// <param name="Type">The error type or code.</param>
/// <param name="Message">The server's message.</param>
internal sealed record StreamError(string? Type, string? Message)
{
    private static readonly string[] Signs = ["error", "error_type", "error_message", "chunk_type", "data"];

    // The members of the body of a failed request, which some servers send as an event: {"detail": "…"} of FastAPI, {"message": "…"} of a gateway.
    private static readonly string[] Words = ["message", "detail", "errors", "title"];

    // An event with one of these is part of the answer, though it may have no text: usage, the filter results of a prompt, the start of a call.
    private static readonly string[] Parts = ["choices", "usage", "model", "span_id", "chunk_type", "json_path"];

    // The types of events that report progress. Any other type may be that of an error: rate_limit, insufficient_quota.
    private static readonly string[] ProgressTypes = ["STATUS", "PROGRESS", "INFO", "LOG", "NOTICE", "WARNING", "PING", "HEARTBEAT", "DONE"];

    /// <summary>The error of an event named <c>error</c>.</summary>
    public static StreamError OfNamed(ReadOnlySpan<byte> data) => Read(data, isNamed: true) ?? new StreamError(null, Utf8Text.Decode(data));

    /// <summary>The error that the JSON of an event reports, or <see langword="null"/>. An <c>error</c> that is null, false, 0 or empty is not one.</summary>
    public static StreamError? Find(ReadOnlySpan<byte> data) => Read(data, isNamed: false);

    /// <summary>The error that an item reports, or <see langword="null"/>.</summary>
    public static StreamError? Find(object item)
    {
        using var json = JsonWrite.Free(item);
        return Find(json.Span);
    }

    /// <summary>Whether an event with these unknown members may report an error, so that its JSON must be searched for one.</summary>
    public static bool MayBeIn(IDictionary<string, RawJson?>? others) =>
        others is { Count: > 0 } && (Array.Exists(Signs, others.ContainsKey) || Array.Exists(Words, others.ContainsKey)
            || (others.TryGetValue("type", out var type) && StreamEvent.IsError(type?.ToString())));

    public OpperStreamException ToException(string? spanId) => new("The server reported an error in the stream: see ErrorType, ErrorMessage.")
    {
        ErrorType = Type,
        ErrorMessage = Message,
        SpanId = spanId,
    };

    private static StreamError? Read(ReadOnlySpan<byte> data, bool isNamed)
    {
        using var document = ErrorBody.TryParse(data);
        return document is null ? null : Read(document.RootElement, isNamed);
    }

    private static StreamError? Read(JsonElement root, bool isNamed)
    {
        var chunk = ErrorBody.Member(root, "data") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        var told = Of(ErrorBody.Member(root, "error")) ?? Of(ErrorBody.Member(chunk, "error"));
        var (type, message) = (Text(chunk, "error_type"), Text(chunk, "error_message"));
        var isTyped = isNamed || StreamEvent.IsError(Text(chunk, "chunk_type")) || StreamEvent.IsError(Text(chunk, "type"));
        var isBody = told is null && (isTyped || (!IsPart(root) && !IsPart(chunk) && Array.Exists(Words, name => IsOfBody(chunk, name))));
        if (!isTyped && !isBody && (told ?? (object?)type ?? message) is null)
        {
            return null;
        }

        return new StreamError(
            type ?? told?.Type ?? (isBody ? Code(chunk) : null),
            message ?? told?.Message ?? (isBody ? Said(chunk) : null) ?? Text(chunk, "delta") ?? (isNamed ? ErrorBody.Text(chunk) : null));
    }

    private static StreamError? Of(JsonElement? error) =>
        HasContent(error) ? new StreamError(Code(error), Said(error) ?? ErrorBody.Text(error)) : null;

    private static bool IsPart(JsonElement chunk) => Text(chunk, "delta") is not null || Array.Exists(Parts, name => ErrorBody.Member(chunk, name) is not null);

    // An object as message is one of a chat, one of some types reports progress, and a title without an HTTP status is that of a chat or a step.
    private static bool IsOfBody(JsonElement chunk, string name) => HasContent(ErrorBody.Member(chunk, name)) && name switch
    {
        "message" => ErrorBody.Member(chunk, name) is { ValueKind: JsonValueKind.String }
            && (Text(chunk, "type")?.ToUpperInvariant() is not { } type || ErrorBody.Member(chunk, "code") is not null
                || !Array.Exists(ProgressTypes, type.Equals)),
        "title" => ErrorBody.Member(chunk, "status") is { ValueKind: JsonValueKind.Number },
        _ => true,
    };

    private static string? Code(JsonElement? details) => Text(details, "type") ?? Text(details, "code");

    private static string? Said(JsonElement? details) => Words.Select(name => Text(details, name)).FirstOrDefault(static text => text is not null);

    private static string? Text(JsonElement? holder, string name) => ErrorBody.Text(ErrorBody.Member(holder, name));

    // An object whose members are all null, false, 0 or empty texts means that there is no error, as an empty object does.
    private static bool HasContent(JsonElement? value) => value is { } known && known.ValueKind switch
    {
        JsonValueKind.Object =>
            known.EnumerateObject().Any(static member => member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || HasContent(member.Value)),
        JsonValueKind.Array => known.GetArrayLength() > 0,
        _ => known.GetRawText().Trim('"', ' ') is not ("null" or "None" or "false" or "0" or ""),
    };
}
