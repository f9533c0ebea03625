namespace Opper.Emulator.Calls;

/// <summary>A call as server-sent events: the span ID, then deltas; there is no end event.</summary>
internal sealed class CallStream(CallService calls, Generation generation, OpperEmulatorOptions options) : OutputStream(calls, generation, options)
{
    private readonly bool _streamsJsonValues = options.StreamsJsonValues;

    protected override IEnumerable<JsonObject> Head { get; } = [new JsonObject { ["span_id"] = generation.SpanId }];

    protected override IEnumerable<JsonObject> Chunks => Completion.Pieces is { } pieces ? pieces.Select(Deltas.Text)
        : Call.OutputSchema is null ? Deltas.OfText(Completion.Text ?? string.Empty)
        : Deltas.OfJson(Completion.Value);

    protected override JsonObject Shaped(JsonObject chunk) => _streamsJsonValues ? chunk : Deltas.AsText(chunk);

    protected override TokenUsage Count(string? output) => CallService.Count(Call, output);

    protected override JsonObject Event(StreamError error) =>
        new() { ["chunk_type"] = "error", ["error_type"] = error.Type, ["error_message"] = error.Message };
}
