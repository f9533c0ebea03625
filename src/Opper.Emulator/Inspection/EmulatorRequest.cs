namespace Opper.Emulator;

/// <summary>A request to the emulator and its response.</summary>
public sealed class EmulatorRequest
{
    internal EmulatorRequest()
    {
    }

    /// <summary>The sequence number of the request, starting at 1.</summary>
    public required long Number { get; init; }

    /// <summary>When the request was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The raw path, with escapes and without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The raw query with its question mark; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The headers, except those with secrets.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The operation of the contract, such as <c>Calls_Call</c>; null if the path has none.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The body as text, up to 256 KB; null for file uploads.</summary>
    public string? Body { get; internal set; }

    /// <summary>The status of the response; 0 if it is not known yet, or if the connection was closed before it.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>The content type of the response.</summary>
    public string? ResponseContentType { get; internal set; }

    /// <summary>The first 256 KB of the response body; for streams, the events sent so far.</summary>
    public string ResponseBody => Response?.Text ?? string.Empty;

    /// <summary>The time until the last byte of the response; null while it is in progress.</summary>
    public TimeSpan? Duration { get; internal set; }

    /// <summary>The injected fault that was applied, such as <c>status</c>; null if none was.</summary>
    public string? Fault { get; internal set; }

    /// <summary>
    /// What the cassette did with the request: <c>hit</c>, <c>miss</c> or <c>recorded</c>; null without a cassette, or if something else responded, such as a
    /// fault.
    /// </summary>
    public string? Cassette { get; internal set; }

    /// <summary>Whether the connection was reset instead of sending a response.</summary>
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
