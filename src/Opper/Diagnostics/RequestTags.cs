using System.Diagnostics;

namespace Opper;

/// <summary>The activity tags of a request, without content.</summary>
internal static class RequestTags
{
    /// <summary>The first model of the request, or <see langword="null"/> if it has none.</summary>
    public static string? Model(object? request) => request switch
    {
        CallRequest call => First(call.Model),
        CreateEmbeddingRequest embedding => First(embedding.Model),
        ChatCompletionRequest chat => First(chat.Model),
        _ => null,
    };

    public static void Set(Activity activity, OpperRequest request)
    {
        if (request.Operation.Streams)
        {
            activity.SetTag("gen_ai.request.stream", true);
        }

        if (request.Body is IHasParentSpan { ParentSpanId: { } parent })
        {
            activity.SetTag("opper.parent_span_id", parent);
        }
        else if (AmbientSpan.Current is { } scope && request.Body is IHasParentSpan)
        {
            activity.SetTag("opper.trace_id", scope.TraceId).SetTag("opper.parent_span_id", scope.Id);
        }

        switch (request.Body)
        {
            case CallRequest call:
                activity.SetTag("opper.function.name", call.Name);
                activity.SetTag("gen_ai.output.type", call.OutputSchema is null ? "text" : "json");
                break;
            case CallFunctionRequest when request.Operation.Template.StartsWith("/v2/functions/{function_id}/", StringComparison.Ordinal):
                activity.SetTag("opper.function.id", request.Path.Split('/')[3]);
                break;
            case ChatCompletionRequest chat:
                activity.SetTag("gen_ai.request.temperature", chat.Temperature);
                activity.SetTag("gen_ai.request.top_p", chat.TopP);
                activity.SetTag("gen_ai.request.max_tokens", chat.MaxCompletionTokens ?? chat.MaxTokens);
                activity.SetTag("gen_ai.request.frequency_penalty", chat.FrequencyPenalty);
                activity.SetTag("gen_ai.request.presence_penalty", chat.PresencePenalty);
                activity.SetTag("gen_ai.request.seed", chat.Seed);
                break;
        }
    }

    private static string? First(ModelSelection? model) => model?.Names is [{ Length: > 0 } name, ..] ? name : null;
}
