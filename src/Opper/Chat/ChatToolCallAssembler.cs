namespace Opper;

/// <summary>Puts the fragments of one tool call together.</summary>
internal sealed class ChatToolCallAssembler(int index)
{
    private const string CustomProperty = "custom";

    private readonly Dictionary<string, RawJson?> _others = [];
    private ChatFragments? _function;
    private ChatFragments? _custom;
    private ChatToolType? _type;

    public int Index { get; } = index;

    public string? Id { get; private set; }

    /// <summary>Whether a fragment of the same index begins another call: it has another id or another name, or, where there are no ids, arguments when these are whole.</summary>
    public bool IsAnother(ChatToolCallDelta fragment)
    {
        var hasId = !string.IsNullOrWhiteSpace(fragment.Id);
        if (hasId && Id is not null && Id != fragment.Id)
        {
            return true;
        }

        return fragment.Function is { Name: { Length: > 0 } name } function && _function is { Name.Length: > 0 } known
            && (known.Name != name || (!hasId && !string.IsNullOrEmpty(function.Arguments) && IsWhole(known.Text)));
    }

    public void Add(ChatToolCallDelta fragment)
    {
        Id = string.IsNullOrWhiteSpace(fragment.Id) ? Id : fragment.Id;
        _type ??= fragment.Type;
        if (fragment.Function is { } function)
        {
            (_function ??= new ChatFragments()).Add(function.Name, function.Arguments);
        }

        foreach (var other in fragment.AdditionalProperties)
        {
            if (other.Key == CustomProperty && other.Value is { ValueKind: System.Text.Json.JsonValueKind.Object } custom)
            {
                (_custom ??= new ChatFragments()).Add((string?)custom["name"], (string?)custom["input"]);
            }
            else
            {
                _others[other.Key] = other.Value;
            }
        }
    }

    public ChatToolCall ToToolCall()
    {
        var call = new ChatToolCall
        {
            Id = Id ??= $"call_{Guid.NewGuid():N}",
            Type = _type ?? (_custom is null ? ChatToolType.Function : ChatToolType.Custom),
            Function = _function?.ToFunctionCall(),
            Custom = _custom is null ? null : new ChatCustomToolCall { Name = _custom.Name, Input = _custom.Text },
        };
        ChatCompletionAssembler.Keep(call.AdditionalProperties, _others);
        return call;
    }

    private static bool IsWhole(string arguments)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(arguments);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
