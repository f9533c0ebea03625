using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Completions;
using Opper.Emulator.Http;
using Opper.Emulator.Models;
using Opper.Emulator.Traces;

namespace Opper.Emulator.Calls;

/// <summary>Runs calls: asks the completion sources, counts tokens, records a generation span.</summary>
internal sealed class CallService(CompletionPipeline completions, SpanStore spans, TimeProvider time, TimeSpan streamDelay)
{
    public async Task<JsonObject> CallAsync(CallSpecification call, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var completion = await completions.CompleteAsync(call, cancellationToken).ConfigureAwait(false);
        var usage = TokenUsage.Of(call, completion);
        var spanId = Record(call, started);
        Finish(spanId, completion, usage);

        var answer = new JsonObject { ["span_id"] = spanId };
        if (call.OutputSchema is null)
        {
            answer["message"] = completion.Text;
        }
        else
        {
            answer["json_payload"] = completion.Value?.DeepClone();
        }

        answer["cached"] = false;
        answer["usage"] = usage.ToJson(completion.Model);
        answer["cost"] = ModelCatalog.Cost(completion.Model, usage);
        return answer.WithoutNulls();
    }

    public IResult Stream(CallSpecification call) => new CallStream(this, call, streamDelay, time);

    public Task<Completion> CompleteAsync(CallSpecification call, CancellationToken cancellationToken) =>
        completions.CompleteAsync(call, cancellationToken);

    public string Record(CallSpecification call, DateTimeOffset started)
    {
        var id = Wire.NewId();
        spans.Create(new JsonObject
        {
            ["id"] = id,
            ["name"] = call.Name,
            ["type"] = "generation",
            ["start_time"] = Wire.Time(started),
            ["parent_id"] = call.ParentSpanId,
            ["input"] = call.Input?.DeepClone(),
            ["generation"] = new JsonObject
            {
                ["instructions"] = call.Instructions,
                ["function"] = call.Name,
                ["tags"] = new JsonArray([.. (call.Tags ?? []).Select(t => (JsonNode)$"{t.Key}:{(string?)t.Value}")]),
                ["generation_id"] = Wire.NewId(),
            },
        });
        return id;
    }

    public void Finish(string spanId, Completion completion, TokenUsage usage) => spans.Change(spanId, span =>
    {
        span["output"] = completion.Text;
        span["end_time"] = Wire.Time(time.GetUtcNow());
        span["generation"]!["model"] = completion.Model;
        span["generation"]!["total_tokens"] = usage.Total;
    });

    public void Fail(string spanId, string error) => spans.Change(spanId, span =>
    {
        span["error"] = error;
        span["end_time"] = Wire.Time(time.GetUtcNow());
    });
}
