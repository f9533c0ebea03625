using System.Globalization;
using System.Text.Json;

namespace Opper.Compat;

/// <summary>Translates a chat completion to the response of a task call.</summary>
internal static class CompatResponse
{
    public static PooledBytes ToCallResponse(TransportResponse response, OpperRequest request)
    {
        try
        {
            return JsonWrite.Free(Of(JsonAnswer.Read(response.Body.Span, JsonCodec<ChatCompletion>.Read), response, request));
        }
        catch (JsonException exception)
        {
            throw ResponseReader.NotReadable(response, request, exception, typeof(ChatCompletion));
        }
    }

    private static CallResponse Of(ChatCompletion completion, TransportResponse response, OpperRequest request)
    {
        var message = completion.Choices.FirstOrDefault()?.Message;
        var text = message?.Content?.Text is { Length: > 0 } content ? content : message?.Refusal;
        // Content that is not pure JSON stays text; typed calls extract the JSON from it.
        var json = text is not null && request.Body is IHasOutputSchema { OutputSchema: not null } ? RawJson.TryParse(text) : null;
        return new CallResponse
        {
            SpanId = response.Header(CompatHeaders.TraceId) ?? completion.Meta?.TraceUuid ?? string.Empty,
            Message = json is null ? text : null,
            JsonPayload = json,
            Usage = Usage(completion.Usage),
            // The compat surface has no cache.
            Cached = false,
            Cost = completion.Usage?.Opper?.Cost ?? Cost(response.Header(CompatHeaders.Cost)),
            Model = response.Header(CompatHeaders.ServedModel) ?? completion.Model,
        };
    }

    public static Usage? Usage(ChatUsage? usage) => usage is null ? null : new Usage
    {
        InputTokens = usage.PromptTokens,
        OutputTokens = usage.CompletionTokens,
        TotalTokens = usage.TotalTokens,
        InputTokensDetails = usage.PromptTokensDetails,
        OutputTokensDetails = usage.CompletionTokensDetails,
    };

    private static Cost? Cost(string? header) =>
        double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var total) ? new Cost { Total = total } : null;
}
