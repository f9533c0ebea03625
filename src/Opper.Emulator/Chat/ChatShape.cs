namespace Opper.Emulator.Chat;

/// <summary>Writes a response in OpenAI's format: complete, or as the chunks of a stream.</summary>
internal sealed class ChatShape(Generation generation, ChatConversation chat)
{
    private const int FragmentLength = 12;
    private readonly Completion _completion = generation.Completion;

    // The tokens of a task are counted as in a call, even if it was sent as a chat.
    public TokenUsage Usage => _completion.Usage ?? (generation.Call.Chat is null ? CallService.Count(generation.Call, _completion.Text) : new TokenUsage(
        chat.PromptTokens,
        chat.Choices * (_completion.ToolCalls is { } calls ? calls.Sum(c => TokenUsage.Tokens(c.Name + c.Arguments)) : TokenUsage.Tokens(_completion.Text))));

    private string FinishReason => _completion.FinishReason
        ?? (_completion.ToolCalls is null ? "stop" : chat.Tools.IsLegacy ? "function_call" : "tool_calls");

    public JsonObject Whole() => Frame("chat.completion", new JsonArray([.. Enumerable.Range(0, chat.Choices).Select(index => new JsonObject
    {
        ["index"] = index,
        ["message"] = Message(),
        ["logprobs"] = null,
        ["finish_reason"] = FinishReason,
    })]), Tokens());

    public IEnumerable<JsonObject> Chunks() => Enumerable.Range(0, chat.Choices).SelectMany(index => Deltas(index)
        .Select(delta => Chunk(index, delta, null))
        .Append(_completion.Error is null ? Chunk(index, [], FinishReason) : null)
        .OfType<JsonObject>());

    public JsonObject UsageChunk() => Frame("chat.completion.chunk", [], Tokens());

    private JsonObject Message()
    {
        var text = _completion.ToolCalls is null ? _completion.Text ?? string.Empty : null;
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null };
        if (_completion.ToolCalls is { } calls)
        {
            message[chat.Tools.IsLegacy ? "function_call" : "tool_calls"] =
                chat.Tools.IsLegacy ? calls[0].Named(calls[0].Arguments) : new JsonArray([.. calls.Select(c => c.ToJson())]);
        }

        return message;
    }

    private IEnumerable<JsonObject> Deltas(int index)
    {
        yield return new JsonObject { ["role"] = "assistant", ["content"] = _completion.ToolCalls is null ? string.Empty : null };
        if (_completion.ToolCalls is { } calls)
        {
            foreach (var delta in calls.SelectMany(Fragments))
            {
                yield return delta;
            }

            yield break;
        }

        foreach (var piece in _completion.Pieces ?? Cut(_completion.Text ?? string.Empty, isJson: generation.Call.OutputSchema is not null))
        {
            yield return new JsonObject { ["content"] = piece };
        }
    }

    // As in OpenAI's streams, the name is sent once and the arguments in fragments.
    private IEnumerable<JsonObject> Fragments(ToolCall called, int position)
    {
        if (chat.Tools.IsLegacy)
        {
            yield return new JsonObject { ["function_call"] = called.Named(called.Arguments) };
            yield break;
        }

        var first = called.ToJson();
        var (kind, part) = called.IsCustom ? ("custom", "input") : ("function", "arguments");
        first[kind] = called.Named(string.Empty);
        yield return ToolDelta(position, first);
        foreach (var fragment in Cut(called.Arguments, isJson: true))
        {
            yield return ToolDelta(position, new JsonObject { [kind] = new JsonObject { [part] = fragment } });
        }
    }

    // JSON is split at arbitrary positions, but not within surrogate pairs.
    private static IEnumerable<string> Cut(string text, bool isJson)
    {
        if (!isJson)
        {
            foreach (var piece in Completions.Deltas.Pieces(text))
            {
                yield return piece;
            }

            yield break;
        }

        for (int start = 0, length; start < text.Length; start += length)
        {
            length = Math.Min(FragmentLength, text.Length - start);
            length += start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]) ? 1 : 0;
            yield return text.Substring(start, length);
        }
    }

    private static JsonObject ToolDelta(int position, JsonObject fragment)
    {
        fragment.Insert(0, "index", position);
        return new JsonObject { ["tool_calls"] = new JsonArray(fragment) };
    }

    private JsonObject Chunk(int index, JsonObject delta, string? finishReason)
    {
        var chunk = Frame("chat.completion.chunk",
            new JsonArray(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason }), null);
        if (!chat.IncludesUsage)
        {
            chunk.Remove("usage");
        }

        return chunk;
    }

    /// <summary>Adds Opper's metadata on the compat surface.</summary>
    public JsonObject Marked(JsonObject frame)
    {
        if (chat.IsCompat)
        {
            frame["meta"] = new JsonObject { ["trace_uuid"] = generation.SpanId };
            if (frame["usage"] is JsonObject used)
            {
                var tokens = new TokenUsage((int)used["prompt_tokens"]!, (int)used["completion_tokens"]!);
                used["opper"] = new JsonObject { ["cost"] = ModelCatalog.Cost(generation.Call.Model.Name, tokens) };
            }
        }

        return frame;
    }

    private JsonObject Frame(string kind, JsonArray choices, JsonObject? usage) => new()
    {
        ["id"] = $"chatcmpl-{generation.SpanId.Replace("-", string.Empty, StringComparison.Ordinal)}",
        ["object"] = kind,
        ["created"] = generation.Started.ToUnixTimeSeconds(),
        // The compat surface repeats the requested model; a header has the one that was used.
        ["model"] = (chat.IsCompat ? (string?)chat.Request["model"] : null) ?? generation.Call.Model.Name,
        // Marks every response as not written by a model.
        ["system_fingerprint"] = $"emulator/{_completion.Source}",
        ["choices"] = choices,
        ["usage"] = usage,
    };

    private JsonObject Tokens() => new()
    {
        ["prompt_tokens"] = Usage.Input,
        ["completion_tokens"] = Usage.Output,
        ["total_tokens"] = Usage.Total,
    };
}
