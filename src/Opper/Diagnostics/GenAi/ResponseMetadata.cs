using System.Diagnostics;
using System.Text.Json;

namespace Opper.Diagnostics.GenAi;

/// <summary>The response metadata used for telemetry: model, token usage, cost and span. It is read from the raw JSON.</summary>
/// <param name="isTraced">Whether what only activities have is read too.</param>
internal sealed class ResponseMetadata(bool isTraced)
{
    private List<string>? _finishReasons;
    private string? _id;
    private string? _spanId;
    private bool? _isCached;
    private long? _cachedTokens;
    private long? _reasoningTokens;

    private delegate T Reading<T>(ref Utf8JsonReader reader);

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
        catch (JsonException)
        {
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

    // Without a document, and without text that is not used, because for a run or a budget each response is read once more.
    private void ReadProperty(ref Utf8JsonReader reader)
    {
        var name = JsonRead.Name(ref reader);
        reader.Read();
        if (name.SequenceEqual("usage"u8))
        {
            ReadUsage(ref reader);
        }
        else if (name.SequenceEqual("cost"u8))
        {
            Cost = CostOf(ref reader);
        }
        else if (name.SequenceEqual("model"u8))
        {
            Model = Text(ref reader);
        }
        else if (isTraced && name.SequenceEqual("choices"u8))
        {
            ReadFinishReasons(ref reader);
        }
        else if (isTraced && name.SequenceEqual("id"u8))
        {
            _id = Text(ref reader);
        }
        else if (isTraced && name.SequenceEqual("span_id"u8))
        {
            _spanId = Text(ref reader);
        }
        else if (isTraced && name.SequenceEqual("cached"u8))
        {
            _isCached = Scalar(ref reader, JsonRead.Boolean);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (!IsObject(ref reader))
        {
            return;
        }

        // A repeated usage replaces the earlier one. In one that has both names of a count, that of calls is used, whatever their order.
        (InputTokens, OutputTokens, _cachedTokens, _reasoningTokens) = (null, null, null, null);
        var chat = default((long? Input, long? Output, long? Cached, long? Reasoning));
        while (JsonRead.NextMember(ref reader))
        {
            var name = JsonRead.Name(ref reader);
            reader.Read();
            if (name.SequenceEqual("input_tokens"u8))
            {
                InputTokens = Number(ref reader);
            }
            else if (name.SequenceEqual("prompt_tokens"u8))
            {
                chat.Input = Number(ref reader);
            }
            else if (name.SequenceEqual("output_tokens"u8))
            {
                OutputTokens = Number(ref reader);
            }
            else if (name.SequenceEqual("completion_tokens"u8))
            {
                chat.Output = Number(ref reader);
            }
            else if (name.SequenceEqual("input_tokens_details"u8))
            {
                _cachedTokens = Member(ref reader, "cached_tokens"u8, Number);
            }
            else if (name.SequenceEqual("prompt_tokens_details"u8))
            {
                chat.Cached = Member(ref reader, "cached_tokens"u8, Number);
            }
            else if (name.SequenceEqual("output_tokens_details"u8))
            {
                _reasoningTokens = Member(ref reader, "reasoning_tokens"u8, Number);
            }
            else if (name.SequenceEqual("completion_tokens_details"u8))
            {
                chat.Reasoning = Member(ref reader, "reasoning_tokens"u8, Number);
            }
            else if (name.SequenceEqual("opper"u8))
            {
                // It is read in any case, because the reader must be past it.
                var cost = Member(ref reader, "cost"u8, CostOf);
                Cost ??= cost;
            }
            else
            {
                reader.Skip();
            }
        }

        (InputTokens, OutputTokens) = (InputTokens ?? chat.Input, OutputTokens ?? chat.Output);
        (_cachedTokens, _reasoningTokens) = (_cachedTokens ?? chat.Cached, _reasoningTokens ?? chat.Reasoning);
    }

    private void ReadFinishReasons(ref Utf8JsonReader reader)
    {
        _finishReasons = null;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Member(ref reader, "finish_reason"u8, Text) is { } reason)
            {
                (_finishReasons ??= []).Add(reason);
            }
        }
    }

    private static double? CostOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject ? Member(ref reader, "total"u8, Double) : Double(ref reader);

    private static double? Double(ref Utf8JsonReader reader) => Scalar(ref reader, JsonRead.Double);

    private static long? Number(ref Utf8JsonReader reader) => Scalar(ref reader, JsonRead.Int64);

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        return JsonRead.String(ref reader);
    }

    // As typed reading accepts it, but without a failure for anything else. Null is common, and an exception for it would cost more than the response.
    private static T? Scalar<T>(ref Utf8JsonReader reader, Reading<T> reading)
        where T : struct
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        try
        {
            return reading(ref reader);
        }
        catch (JsonFailure)
        {
            reader.Skip();
            return null;
        }
    }

    private static T? Member<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, Reading<T> reading)
    {
        T? value = default;
        if (IsObject(ref reader))
        {
            while (JsonRead.NextMember(ref reader))
            {
                var isWanted = JsonRead.Name(ref reader).SequenceEqual(name);
                reader.Read();
                if (isWanted)
                {
                    value = reading(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return value;
    }

    private static bool IsObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
