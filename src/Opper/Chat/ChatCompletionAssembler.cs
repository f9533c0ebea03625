using System.Globalization;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>
/// Combines the chunks of a chat stream into a completion: text is concatenated, other non-empty values replace
/// earlier ones.
/// </summary>
internal sealed class ChatCompletionAssembler(PartialContext context)
{
    private readonly PartialNode _root = new(context);
    private readonly Dictionary<(int Choice, int Call), (PartialNode Node, JsonExtent Arguments)> _calls = [];
    private ChatUsage? _usage;

    /// <summary>Whether there is at least one choice and all choices have a finish reason.</summary>
    public bool HasEnded => Choices.Any() && Choices.All(static choice => choice.Find("finish_reason") is not null);

    private IEnumerable<PartialNode> Choices => _root.Find("choices")?.Children.OfType<PartialNode>() ?? [];

    /// <summary>Whether the message of a choice has text or tool calls so far.</summary>
    public bool HasContent(int choice) =>
        _root.Find("choices")?.Children.ElementAtOrDefault(Math.Max(choice, 0))?.Find("message") is { } message
            && (message.Find("content") is { HasContent: true } || message.Find("tool_calls") is not null);

    public void Add(ChatCompletionChunk chunk)
    {
        // Some servers omit ID and model in the first chunks, or change them between chunks; the first value is used.
        Set(_root, "id", _root.Find("id")?.Text ?? chunk.Id);
        Set(_root, "object", "chat.completion");
        Set(_root, "model", _root.Find("model")?.Text ?? chunk.Model);
        if (chunk.Created != 0 && _root.Find("created") is null)
        {
            Read(_root.Member("created"), chunk.Created.ToString(CultureInfo.InvariantCulture));
        }

        Set(_root, "system_fingerprint", chunk.SystemFingerprint);
        Set(_root, "service_tier", chunk.ServiceTier?.Value);
        if (ChatUsage.Of(chunk) is { } usage)
        {
            _usage = usage.With(_usage);
            _root.Member("usage").Clear();
            Read(_root.Member("usage"), JsonWrite.Text(_usage));
        }

        Keep(_root, chunk.AdditionalProperties, joinsTexts: false);
        foreach (var choice in chunk.Choices ?? [])
        {
            Add(_root.Member("choices").Item(Math.Max(choice.Index, 0)), choice);
        }
    }

    public ChatCompletion ToCompletion()
    {
        context.IsFinished = true;
        _root.Become(PartialKind.Object);
        _root.Member("choices").Become(PartialKind.Array);
        _root.Member("choices").Children.RemoveAll(static choice => choice is null);
        foreach (var choice in Choices)
        {
            Complete(choice.Member("message"));
        }

        using var json = new PooledBytes();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { MaxDepth = context.MaxDepth + 2 }))
        {
            AnyShape.Instance.Write(_root, writer);
        }

        return JsonAnswer.Read(json.Span, JsonCodec<ChatCompletion>.Read);
    }

    private static void Complete(PartialNode message)
    {
        Set(message, "role", message.Find("role")?.Text ?? ChatRole.Assistant.Value);
        ChatAudioAssembler.Complete(message);
        var calls = message.Find("tool_calls")?.Children ?? [];
        foreach (var call in calls)
        {
            Set(call!, "id", call!.Find("id")?.Text is { } id && !string.IsNullOrWhiteSpace(id) ? id : $"call_{Guid.NewGuid():N}");
            Set(call!, "type", call!.Find("type")?.Text ?? (call.Find("custom") is null ? ChatToolType.Function : ChatToolType.Custom).Value);
        }

        if (calls.Count > 0 && message.Find("content") is { TextLength: 0 } content)
        {
            // Some servers send an empty text before tool calls.
            content.IsDropped = true;
        }
    }

    private void Add(PartialNode node, ChatChunkChoice choice)
    {
        if (!node.HasContent)
        {
            Read(node.Member("index"), choice.Index.ToString(CultureInfo.InvariantCulture));
        }

        Set(node, "finish_reason", choice.EndReason);
        Keep(node, choice.AdditionalProperties, joinsTexts: false);
        if (choice.Logprobs is { } logprobs)
        {
            Append(node.Member("logprobs"), "content", logprobs.Content);
            Append(node.Member("logprobs"), "refusal", logprobs.Refusal);
            Keep(node.Member("logprobs"), logprobs.AdditionalProperties, joinsTexts: false);
        }

        if (choice.Delta is not { } delta)
        {
            return;
        }

        var message = node.Member("message");
        Set(message, "role", message.Find("role")?.Text ?? delta.Role?.Value);
        Join(message, "content", delta.Content);
        Join(message, "refusal", delta.Refusal);
        var others = delta.AdditionalProperties;
        if (others.TryGetValue(ChatAudioAssembler.Field, out var speech) && speech is { ValueKind: JsonValueKind.Object })
        {
            ChatAudioAssembler.Add(message.Member(ChatAudioAssembler.Field), speech);
            others = others.Where(static other => other.Key != ChatAudioAssembler.Field).ToDictionary(static other => other.Key, static other => other.Value);
        }

        // Unknown text fields, such as reasoning, are also sent as deltas.
        Keep(message, others, joinsTexts: true);
        if (delta.FunctionCall is { } function)
        {
            Add(message.Member("function_call"), function);
        }

        foreach (var fragment in delta.ToolCalls ?? [])
        {
            var (call, arguments) = CallOf(choice.Index, message, fragment);
            Add(call, fragment);
            arguments.Read(fragment.Function?.Arguments ?? string.Empty);
        }
    }

    private (PartialNode Node, JsonExtent Arguments) CallOf(int choice, PartialNode message, ChatToolCallDelta fragment)
    {
        if (_calls.TryGetValue((choice, fragment.Index), out var known) && !IsAnother(known.Node, known.Arguments, fragment))
        {
            return known;
        }

        var calls = message.Member("tool_calls");
        return _calls[(choice, fragment.Index)] = (calls.Item(calls.Children.Count), new JsonExtent());
    }

    // Some servers send index 0 for every call. A new ID or name starts a new call, as do, without IDs, arguments that follow a complete JSON value.
    private static bool IsAnother(PartialNode known, JsonExtent arguments, ChatToolCallDelta fragment)
    {
        var hasId = !string.IsNullOrWhiteSpace(fragment.Id);
        if (hasId && known.Find("id")?.Text is { } id && !string.IsNullOrWhiteSpace(id) && id != fragment.Id)
        {
            return true;
        }

        return fragment.Function is { Name: { Length: > 0 } name } next && known.Find("function") is { } function
            && function.Find("name")?.Text is { Length: > 0 } before
            && (name != before || (!hasId && !string.IsNullOrEmpty(next.Arguments) && arguments.IsComplete));
    }

    private static void Add(PartialNode call, ChatToolCallDelta fragment)
    {
        Set(call, "id", fragment.Id);
        Set(call, "type", call.Find("type")?.Text ?? fragment.Type?.Value);
        if (fragment.Function is { } function)
        {
            Add(call.Member("function"), function);
        }

        var others = fragment.AdditionalProperties;
        if (others.TryGetValue("custom", out var custom) && custom is { ValueKind: JsonValueKind.Object })
        {
            Set(call.Member("custom"), "name", (string?)custom["name"]);
            Join(call.Member("custom"), "input", (string?)custom["input"]);
            others = others.Where(static other => other.Key != "custom").ToDictionary(static other => other.Key, static other => other.Value);
        }

        Keep(call, others, joinsTexts: false);
    }

    // The name is sent in full, so a repeated name replaces the first instead of being appended.
    private static void Add(PartialNode node, ChatFunctionCallDelta function)
    {
        Set(node, "name", function.Name);
        Join(node, "arguments", function.Arguments ?? string.Empty);
    }

    private static void Append(PartialNode node, string name, IList<ChatTokenLogprob>? tokens)
    {
        foreach (var token in tokens ?? [])
        {
            var list = node.Member(name);
            Read(list.Item(list.Children.Count), JsonWrite.Text(token));
        }
    }

    internal static void Keep(PartialNode node, IDictionary<string, RawJson?> others, bool joinsTexts)
    {
        foreach (var other in others)
        {
            if (joinsTexts && other.Value is { ValueKind: JsonValueKind.String } piece)
            {
                Join(node, other.Key, (string?)piece);
            }
            else if (joinsTexts && other.Value is { ValueKind: JsonValueKind.Array } items && node.Find(other.Key) is { Kind: PartialKind.Array } list)
            {
                // Unknown arrays, such as reasoning details, are appended to.
                foreach (var item in items.ToJsonElement().EnumerateArray())
                {
                    Read(list.Item(list.Children.Count), item.GetRawText());
                }
            }
            else
            {
                Read(node.Member(other.Key), other.Value?.GetRawText() ?? "null");
            }
        }
    }

    internal static void Set(PartialNode node, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && node.Find(name)?.Text != value)
        {
            node.Member(name).Clear();
            node.Member(name).Append(value!, PartialKind.String);
        }
    }

    internal static void Join(PartialNode node, string name, string? piece)
    {
        if (piece is not null)
        {
            node.Member(name).Become(PartialKind.String);
            node.Member(name).Append(piece, PartialKind.String);
        }
    }

    private static void Read(PartialNode node, string json)
    {
        var reader = new PartialJsonText(node, mayBeWrapped: false, new TextAroundJson(isAllowed: false, takesList: true, takesValue: true));
        reader.Append(json);
        reader.End();
    }
}
