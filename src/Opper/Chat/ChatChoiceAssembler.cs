using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Puts the deltas of one choice together.</summary>
internal sealed class ChatChoiceAssembler(int index)
{
    private readonly List<ChatToolCallAssembler> _calls = [];
    private readonly Dictionary<string, RawJson?> _choiceOthers = [];
    private readonly Dictionary<string, RawJson?> _messageOthers = [];
    private readonly Dictionary<string, StringBuilder> _texts = [];
    private StringBuilder? _content;
    private StringBuilder? _refusal;
    private ChatFragments? _functionCall;
    private ChatLogprobs? _logprobs;
    private ChatRole? _role;
    private ChatFinishReason? _finishReason;

    public bool HasEnded => _finishReason is not null;

    public void Add(ChatChunkChoice choice)
    {
        // Some servers write an empty one until it is known.
        _finishReason = choice.FinishReason is { Value.Length: > 0 } reason ? reason : _finishReason;
        Add(choice.Logprobs);
        ChatCompletionAssembler.Keep(_choiceOthers, choice.AdditionalProperties);
        if (choice.Delta is not { } delta)
        {
            return;
        }

        _role ??= delta.Role;
        Append(ref _content, delta.Content);
        Append(ref _refusal, delta.Refusal);
        AddOthers(delta);
        if (delta.FunctionCall is { } function)
        {
            (_functionCall ??= new ChatFragments()).Add(function.Name, function.Arguments);
        }

        foreach (var fragment in delta.ToolCalls ?? [])
        {
            CallOf(fragment).Add(fragment);
        }
    }

    public ChatChoice ToChoice()
    {
        var message = new ChatMessage
        {
            Role = _role ?? ChatRole.Assistant,
            // Some servers begin a message that calls tools with an empty text.
            Content = _content is { Length: 0 } && _calls.Count > 0 ? null : Text(_content),
            Refusal = _refusal is { Length: > 0 } ? Text(_refusal) : null,
            FunctionCall = _functionCall?.ToFunctionCall(),
            ToolCalls = _calls.Count > 0 ? _calls.Select(static call => call.ToToolCall()).ToList() : null,
        };
        ChatCompletionAssembler.Keep(message.AdditionalProperties, _messageOthers);
        foreach (var text in _texts)
        {
            message.AdditionalProperties[text.Key] = Text(text.Value);
        }

        var choice = new ChatChoice { Index = index, Message = message, FinishReason = _finishReason ?? default, Logprobs = _logprobs };
        ChatCompletionAssembler.Keep(choice.AdditionalProperties, _choiceOthers);
        AnswerMessageCodec.Complete(message);
        return choice;
    }

    private static string? Text(StringBuilder? text) => JsonText.WellFormed(text?.ToString());

    private static void Append(ref StringBuilder? text, string? piece)
    {
        if (piece is not null)
        {
            (text ??= new StringBuilder()).Append(piece);
        }
    }

    // Fields beside OpenAI's, such as a model's reasoning, come in pieces too where they are text.
    private void AddOthers(ChatChunkDelta delta)
    {
        foreach (var other in delta.AdditionalProperties)
        {
            if (other.Value is not { ValueKind: JsonValueKind.String } piece)
            {
                _messageOthers[other.Key] = Join(_messageOthers.TryGetValue(other.Key, out var before) ? before : null, other.Value);
                continue;
            }

            if (!_texts.TryGetValue(other.Key, out var text))
            {
                _texts[other.Key] = text = new StringBuilder();
            }

            text.Append((string?)piece);
        }
    }

    // Lists, such as the details of a model's reasoning, go on from chunk to chunk; of anything else, and of nothing, the last counts.
    private static RawJson? Join(RawJson? before, RawJson? more)
        => before is not { ValueKind: JsonValueKind.Array } ? more
            : more is null ? before
            : more.ValueKind != JsonValueKind.Array ? more
            : RawJson.From(before.ToJsonElement().EnumerateArray().Concat(more.ToJsonElement().EnumerateArray()).Select(static item => (object?)item).ToArray());

    // Some servers number all calls 0; an id of its own makes a call of its own, and so does a name where there is no id.
    private ChatToolCallAssembler CallOf(ChatToolCallDelta fragment)
    {
        var known = _calls.FindLast(call => call.Index == fragment.Index);
        if (known is null || known.IsAnother(fragment))
        {
            _calls.Add(known = new ChatToolCallAssembler(fragment.Index));
        }

        return known;
    }

    private void Add(ChatLogprobs? more)
    {
        if (more is null)
        {
            return;
        }

        _logprobs ??= new ChatLogprobs();
        _logprobs.Content = Join(_logprobs.Content, more.Content);
        _logprobs.Refusal = Join(_logprobs.Refusal, more.Refusal);
        ChatCompletionAssembler.Keep(_logprobs.AdditionalProperties, more.AdditionalProperties);
    }

    private static IList<ChatTokenLogprob>? Join(IList<ChatTokenLogprob>? known, IList<ChatTokenLogprob>? more)
    {
        if (more is null)
        {
            return known;
        }

        var all = known ?? new List<ChatTokenLogprob>();
        foreach (var token in more)
        {
            all.Add(token);
        }

        return all;
    }
}
