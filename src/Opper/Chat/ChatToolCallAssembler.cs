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

    public void Add(ChatToolCallDelta fragment)
    {
        Id = string.IsNullOrEmpty(fragment.Id) ? Id : fragment.Id;
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
            Id = Id ?? string.Empty,
            Type = _type ?? (_custom is null ? ChatToolType.Function : ChatToolType.Custom),
            Function = _function?.ToFunctionCall(),
            Custom = _custom is null ? null : new ChatCustomToolCall { Name = _custom.Name, Input = _custom.Text },
        };
        ChatCompletionAssembler.Keep(call.AdditionalProperties, _others);
        return call;
    }
}
