namespace Opper.Emulator.Calls;

/// <summary>Runs calls: asks the cache and the completion sources, counts tokens, records a generation span and the usage.</summary>
internal sealed class CallService(Store store, CompletionPipeline completions, CallCache cache, SpanStore spans, UsageStore usage, OpperEmulatorOptions options)
{
    private readonly TimeProvider _time = options.TimeProvider;

    public async Task<JsonObject> CallAsync(CallSpecification call, CancellationToken cancellationToken)
    {
        var started = _time.GetUtcNow();
        var cached = cache.Find(call);
        var (effective, completion) = cached is null
            ? await CompleteAsync(call, started, streamed: false, cancellationToken).ConfigureAwait(false)
            : (call, cached);
        if (completion.Error is not null)
        {
            ThrowIfFailed(new Generation(effective, completion, Record(effective, started, completion), started));
        }

        var tokens = completion.Usage ?? Count(effective, completion.Text);
        var cost = cached is null ? ModelCatalog.Cost(effective.Model.Name, tokens) : ModelCatalog.Cost(0);
        var spanId = store.Atomically(() =>
        {
            var id = Record(effective, started, completion);
            Finish(id, effective, completion.Text, tokens, cost);
            if (cached is null)
            {
                cache.Keep(call, completion);
            }

            return id;
        });

        return new JsonObject
        {
            ["span_id"] = spanId,
            ["message"] = call.OutputSchema is null ? completion.Text : null,
            ["json_payload"] = call.OutputSchema is null ? null : completion.Value?.DeepClone(),
            ["cached"] = cached is not null,
            ["usage"] = tokens.ToJson(),
            ["cost"] = cost,
        }.WithoutNulls();
    }

    public async Task<IResult> StreamAsync(CallSpecification call, CancellationToken cancellationToken) =>
        new CallStream(this, await BeginAsync(call, streamed: true, cancellationToken).ConfigureAwait(false), options);

    /// <summary>Completes a call and begins its span. Done before a stream starts, so that an error is still a plain JSON response.</summary>
    public async Task<Generation> BeginAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var started = _time.GetUtcNow();
        var (effective, completion) = await CompleteAsync(call, started, streamed, cancellationToken).ConfigureAwait(false);
        return new Generation(effective, completion, Record(effective, started, completion), started);
    }

    /// <summary>The tokens of a call's instructions and input, and of its output.</summary>
    public static TokenUsage Count(CallSpecification call, string? output) =>
        new(TokenUsage.Tokens(call.Instructions + Wire.AsString(call.Input)), TokenUsage.Tokens(output));

    /// <summary>Throws if a script lets the output fail, which is an event only in streams.</summary>
    public void ThrowIfFailed(Generation generation)
    {
        if (generation.Completion.Error is { } error)
        {
            Fail(generation.SpanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }
    }

    /// <summary>Ends the span and records the usage; returns the cost.</summary>
    public JsonObject Finish(Generation generation, string? output, TokenUsage tokens)
    {
        var cost = ModelCatalog.Cost(generation.Call.Model.Name, tokens);
        Finish(generation.SpanId, generation.Call, output, tokens, cost);
        return cost;
    }

    public void Fail(string spanId, string error) => spans.Change(spanId, span =>
    {
        span["error"] = error;
        span["end_time"] = Wire.Time(_time.GetUtcNow());
    });

    // If no source can complete the call, the span records the reason.
    private async Task<(CallSpecification Call, Completion Completion)> CompleteAsync(CallSpecification call, DateTimeOffset started, bool streamed,
        CancellationToken cancellationToken)
    {
        try
        {
            return await completions.CompleteAsync(call, streamed, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiException error)
        {
            Fail(Record(call, started, null), error.Detail);
            throw;
        }
    }

    private string Record(CallSpecification call, DateTimeOffset started, Completion? completion)
    {
        var span = Begun(call, started, completion);
        spans.Create(span);
        return (string)span["id"]!;
    }

    private void Finish(string spanId, CallSpecification call, string? output, TokenUsage tokens, JsonObject cost) => store.Atomically(() =>
    {
        var ended = _time.GetUtcNow();
        spans.Change(spanId, span =>
        {
            span["output"] = output;
            span["end_time"] = Wire.Time(ended);
            span["generation"]!["total_tokens"] = tokens.Total;
            // The API has no field for it; exporters of OpenTelemetry put it here too.
            (span["meta"] as JsonObject)?["cost"] = cost["total"]?.DeepClone();
        });
        usage.Add(ended, call.Name, call.Model.Name, tokens, cost, call.Tags);
    });

    private static JsonObject Begun(CallSpecification call, DateTimeOffset started, Completion? completion) => new()
    {
        ["id"] = Wire.NewId(),
        ["name"] = call.Name,
        ["type"] = "generation",
        ["start_time"] = Wire.Time(started),
        ["parent_id"] = call.ParentSpanId,
        ["input"] = (call.Chat?.Messages ?? call.Input)?.DeepClone(),
        // Recorded in every trace, so that scripted and built-in outputs are not mistaken for a model's.
        ["meta"] = new JsonObject { ["emulator"] = completion?.Source ?? "failed" },
        ["generation"] = new JsonObject
        {
            ["instructions"] = call.Instructions,
            ["function"] = call.Name,
            ["model"] = call.Model.Name,
            ["tags"] = new JsonArray([.. (call.Tags ?? []).Select(t => (JsonNode)$"{t.Key}:{Wire.AsString(t.Value)}")]),
            ["generation_id"] = Wire.NewId(),
        },
    };
}
