using Opper.Emulator.Cassettes;
using Opper.Emulator.Inspection;
using Opper.Emulator.Json;

namespace Opper.Emulator;

/// <summary>One request the emulator got, and what it answered.</summary>
public sealed class EmulatorRequest
{
    internal EmulatorRequest()
    {
    }

    /// <summary>Counts the requests, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, escapes and all, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, with its question mark; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The headers, those that hold secrets left out.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The operation of the contract, such as <c>Calls_Call</c>; null if it has none for this path.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The body as text; null for uploads of files, and up to the first 256 KB of others.</summary>
    public string? Body { get; internal set; }

    /// <summary>The answer's status; 0 while it is not known, or when the connection was cut before one.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>The answer's content type.</summary>
    public string? ResponseContentType { get; internal set; }

    /// <summary>The first 256 KB of the answer's body; for streams, the events sent so far.</summary>
    public string ResponseBody => Response?.Text ?? string.Empty;

    /// <summary>How long the answer took, to its last byte; null while it is on its way.</summary>
    public TimeSpan? Duration { get; internal set; }

    /// <summary>The injected fault that met this request, such as <c>status</c>; null if none did.</summary>
    public string? Fault { get; internal set; }

    /// <summary>
    /// What became of it where the emulator has a cassette: <c>hit</c>, <c>miss</c> or <c>recorded</c>; null without one, or where something
    /// else answered, such as a fault.
    /// </summary>
    public string? Cassette { get; internal set; }

    /// <summary>Whether the connection was reset in the place of an answer.</summary>
    internal bool IsReset { get; set; }

    internal RecordedBody? Response { get; set; }

    /// <summary>Method, path and status.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Method} {Path}{Query} → {StatusCode}";

    internal JsonObject ToJson(bool withBodies)
    {
        var json = new JsonObject
        {
            ["number"] = Number,
            ["received_at"] = Wire.Time(ReceivedAt),
            ["method"] = Method,
            ["path"] = Path,
            ["query"] = Query,
            ["operation"] = Operation,
            ["status"] = StatusCode,
            ["duration_ms"] = Duration is { } time ? Math.Round(time.TotalMilliseconds, 1) : null,
            ["fault"] = Fault,
            ["cassette"] = Cassette,
        };
        if (withBodies)
        {
            json["headers"] = new JsonObject(Headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value)));
            json["body"] = Body;
            json["response_content_type"] = ResponseContentType;
            json["response_body"] = ResponseBody;
        }

        return json;
    }
}
