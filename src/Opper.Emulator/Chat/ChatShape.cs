using Opper.Emulator.Completions;
using Opper.Emulator.Knowledge;
using Opper.Emulator.Models;

namespace Opper.Emulator.Chat;

/// <summary>Writes an answer as OpenAI does: whole, or as the chunks of a stream.</summary>
internal sealed class ChatShape(CallSpecification call, Completion completion, string id, DateTimeOffset created)
{
    private const int FragmentLength = 12;
    private readonly ChatConversation _chat = call.Chat!;

    public TokenUsage Usage => completion.Usage ?? new TokenUsage(
        _chat.PromptTokens,
        _chat.Choices * (completion.ToolCalls is { } calls ? calls.Sum(c => TokenUsage.Tokens(c.Name + c.Arguments)) : TokenUsage.Tokens(completion.Text)));

    private string FinishReason => completion.FinishReason
        ?? (completion.ToolCalls is null ? "stop" : _chat.Tools.IsLegacy ? "function_call" : "tool_calls");

    public JsonObject Whole() => Frame("chat.completion", new JsonArray([.. Enumerable.Range(0, _chat.Choices).Select(index => new JsonObject
    {
        ["index"] = index,
        ["message"] = Message(),
        ["logprobs"] = null,
        ["finish_reason"] = FinishReason,
    })]), Tokens());

    public IEnumerable<JsonObject> Chunks() => Enumerable.Range(0, _chat.Choices).SelectMany(index => Deltas(index)
        .Select(delta => Chunk(index, delta, null))
        .Append(completion.Error is null ? Chunk(index, [], FinishReason) : null)
        .OfType<JsonObject>());

    public JsonObject UsageChunk() => Frame("chat.completion.chunk", [], Tokens());

    private JsonObject Message()
    {
        var text = completion.ToolCalls is null ? completion.Text ?? string.Empty : null;
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null };
        if (completion.ToolCalls is { } calls)
        {
            message[_chat.Tools.IsLegacy ? "function_call" : "tool_calls"] =
                _chat.Tools.IsLegacy ? calls[0].Named(calls[0].Arguments) : new JsonArray([.. calls.Select(c => c.ToJson())]);
        }

        return message;
    }

    private IEnumerable<JsonObject> Deltas(int index)
    {
        yield return new JsonObject { ["role"] = "assistant", ["content"] = completion.ToolCalls is null ? string.Empty : null };
        if (completion.ToolCalls is { } calls)
        {
            foreach (var delta in calls.SelectMany(Fragments))
            {
                yield return delta;
            }

            yield break;
        }

        foreach (var piece in completion.Pieces ?? Completions.Deltas.Pieces(completion.Text ?? string.Empty))
        {
            yield return new JsonObject { ["content"] = piece };
        }
    }

    // The name comes once, the arguments in pieces that mean nothing by themselves.
    private IEnumerable<JsonObject> Fragments(ToolCall called, int position)
    {
        if (_chat.Tools.IsLegacy)
        {
            yield return new JsonObject { ["function_call"] = called.Named(called.Arguments) };
            yield break;
        }

        var first = called.ToJson();
        var (kind, part) = called.IsCustom ? ("custom", "input") : ("function", "arguments");
        first[kind] = called.Named(string.Empty);
        yield return ToolDelta(position, first);
        for (var start = 0; start < called.Arguments.Length; start += FragmentLength)
        {
            var fragment = called.Arguments.Substring(start, Math.Min(FragmentLength, called.Arguments.Length - start));
            yield return ToolDelta(position, new JsonObject { [kind] = new JsonObject { [part] = fragment } });
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
        if (!_chat.IncludesUsage)
        {
            chunk.Remove("usage");
        }

        return chunk;
    }

    private JsonObject Frame(string kind, JsonArray choices, JsonObject? usage) => new()
    {
        ["id"] = id,
        ["object"] = kind,
        ["created"] = created.ToUnixTimeSeconds(),
        ["model"] = call.Model.Name,
        // Says in every answer that no model has written it.
        ["system_fingerprint"] = $"emulator/{completion.Source}",
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
