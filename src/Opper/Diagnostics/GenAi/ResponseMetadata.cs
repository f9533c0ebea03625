using System.Diagnostics;
using System.Text.Json;

namespace Opper.Diagnostics.GenAi;

/// <summary>The response metadata used for telemetry: model, token usage, cost and span. It is read from the raw JSON.</summary>
internal sealed class ResponseMetadata
{
    private List<string>? _finishReasons;
    private string? _id;
    private string? _spanId;
    private bool? _isCached;
    private long? _cachedTokens;
    private long? _reasoningTokens;

    public string? Model { get; private set; }

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    public double? Cost { get; private set; }

    /// <summary>Reads a buffered response. Invalid JSON is ignored here; deserialization reports it.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string is not valid Unicode.
        }
    }

    /// <summary>Adds a chunk of a streamed response.</summary>
    /// <returns>Whether the chunk has content.</returns>
    public bool Add(object chunk, string? spanId)
    {
        _spanId ??= spanId;
        switch (chunk)
        {
            case StreamChunk call:
                if (call.Additional(ChunkItems.ResponseField) is { } metadata)
                {
                    Read(metadata.Utf8.Span);
                }

                return call.Delta is not null;
            case ChatCompletionChunk chat:
                // The same rules as in ChatCompletionAssembler.
                Model = string.IsNullOrEmpty(Model) ? chat.Model : Model;
                _id = string.IsNullOrEmpty(_id) ? chat.Id : _id;
                if (ChatUsage.Of(chat) is { } usage)
                {
                    InputTokens = Math.Max(InputTokens ?? 0, usage.PromptTokens);
                    OutputTokens = Math.Max(OutputTokens ?? 0, usage.CompletionTokens);
                    Cost = usage.Opper?.Cost?.Total ?? Cost;
                }

                foreach (var choice in chat.Choices)
                {
                    if (choice.EndReason is { } reason)
                    {
                        (_finishReasons ??= []).Add(reason);
                    }
                }

                return chat.Choices.Count > 0;
            default:
                return false;
        }
    }

    public void Set(Activity activity)
    {
        activity.SetTag("gen_ai.response.id", _id);
        activity.SetTag("gen_ai.response.model", Model);
        activity.SetTag("gen_ai.response.finish_reasons", _finishReasons?.ToArray());
        activity.SetTag("gen_ai.usage.input_tokens", InputTokens);
        activity.SetTag("gen_ai.usage.output_tokens", OutputTokens);
        activity.SetTag("gen_ai.usage.cache_read.input_tokens", _cachedTokens);
        activity.SetTag("gen_ai.usage.reasoning.output_tokens", _reasoningTokens);
        activity.SetTag("opper.cost", Cost);
        activity.SetTag("opper.span_id", _spanId);
        activity.SetTag("opper.cached", _isCached);
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        var isFact = reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("cost"u8) || reader.ValueTextEquals("choices"u8)
            || reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("span_id"u8) || reader.ValueTextEquals("cached"u8);
        if (!isFact)
        {
            reader.Skip();
            return;
        }

        var name = reader.GetString();
        reader.Read();
        using var document = JsonDocument.ParseValue(ref reader);
        var value = document.RootElement;
        switch (name)
        {
            case "usage":
                InputTokens = Number(value, "input_tokens") ?? Number(value, "prompt_tokens");
                OutputTokens = Number(value, "output_tokens") ?? Number(value, "completion_tokens");
                Cost ??= CostOf(Member(Member(value, "opper"), "cost"));
                _cachedTokens = Number(Member(value, "input_tokens_details") ?? Member(value, "prompt_tokens_details"), "cached_tokens");
                _reasoningTokens = Number(Member(value, "output_tokens_details") ?? Member(value, "completion_tokens_details"), "reasoning_tokens");
                break;
            case "cost":
                Cost = CostOf(value);
                break;
            case "choices":
                _finishReasons = FinishReasons(value);
                break;
            case "model":
                Model = Text(value);
                break;
            case "id":
                _id = Text(value);
                break;
            case "span_id":
                _spanId = Text(value);
                break;
            case "cached":
                _isCached = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
                break;
        }
    }

    private static List<string>? FinishReasons(JsonElement choices) => choices.ValueKind == JsonValueKind.Array
        ? choices.EnumerateArray().Select(static choice => Member(choice, "finish_reason") is { } reason ? Text(reason) : null).OfType<string>().ToList()
        : null;

    private static double? CostOf(JsonElement? value) =>
        (value is { ValueKind: JsonValueKind.Object } ? Member(value, "total") : value) is { ValueKind: JsonValueKind.Number } cost
            ? cost.GetDouble()
            : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var member) ? member : null;

    private static long? Number(JsonElement? value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var parsed) ? parsed : null;
}
