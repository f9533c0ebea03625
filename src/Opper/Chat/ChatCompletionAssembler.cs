namespace Opper;

/// <summary>Puts the chunks of a chat stream together to the completion that they are pieces of.</summary>
internal sealed class ChatCompletionAssembler
{
    private readonly SortedDictionary<int, ChatChoiceAssembler> _choices = [];
    private readonly Dictionary<string, RawJson?> _others = [];
    private string? _id;
    private string? _model;
    private long _created;
    private ChatUsage? _usage;
    private string? _fingerprint;
    private ChatServiceTier? _serviceTier;

    /// <summary>Whether each choice that has begun has its finish reason, and there is one.</summary>
    public bool HasEnded => _choices.Count > 0 && _choices.Values.All(static choice => choice.HasEnded);

    public void Add(ChatCompletionChunk chunk)
    {
        // Some servers begin with chunks that have neither yet.
        _id = string.IsNullOrEmpty(_id) ? chunk.Id : _id;
        _model = string.IsNullOrEmpty(_model) ? chunk.Model : _model;
        _created = _created == 0 ? chunk.Created : _created;
        _usage = ChatUsage.Of(chunk) is { } usage ? usage.With(_usage) : _usage;
        _fingerprint = chunk.SystemFingerprint ?? _fingerprint;
        _serviceTier = chunk.ServiceTier ?? _serviceTier;
        Keep(_others, chunk.AdditionalProperties);
        foreach (var choice in chunk.Choices ?? [])
        {
            if (!_choices.TryGetValue(choice.Index, out var known))
            {
                _choices[choice.Index] = known = new ChatChoiceAssembler(choice.Index);
            }

            known.Add(choice);
        }
    }

    public ChatCompletion ToCompletion()
    {
        var completion = new ChatCompletion
        {
            Id = _id ?? string.Empty,
            Created = _created,
            Model = _model ?? string.Empty,
            Object = "chat.completion",
            ServiceTier = _serviceTier,
            SystemFingerprint = _fingerprint,
            Usage = _usage,
            Choices = _choices.Values.Select(static choice => choice.ToChoice()).ToList(),
        };
        Keep(completion.AdditionalProperties, _others);
        return completion;
    }

    internal static void Keep(IDictionary<string, RawJson?> into, IDictionary<string, RawJson?> from)
    {
        foreach (var other in from)
        {
            into[other.Key] = other.Value;
        }
    }
}
