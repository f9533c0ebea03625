namespace Opper.Extensions.AI;

/// <summary>Splits the text of a stream's updates into messages, at function calls, their results, and changes of the message ID.</summary>
internal sealed class MessageReader(IAsyncEnumerator<ChatResponseUpdate> updates, List<ChatResponseUpdate> all)
{
    private ChatResponseUpdate? _next;
    private string? _id;
    private bool _hasText;

    /// <summary>Whether another message has started.</summary>
    public bool HasNext => _next is not null;

    /// <summary>Whether reading the updates failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Reads the deltas of one message.</summary>
    public async IAsyncEnumerable<StreamChunk> ReadAsync()
    {
        while (await MoveAsync().ConfigureAwait(false) is { } update)
        {
            foreach (var content in update.Contents)
            {
                if (content is TextContent { Text: { Length: > 0 } text })
                {
                    _hasText = true;
                    yield return new StreamChunk { Delta = text };
                }
            }
        }
    }

    /// <summary>Skips the rest of a message.</summary>
    /// <returns>Whether another message follows.</returns>
    public async Task<bool> SkipAsync()
    {
        while (!HasNext && await MoveAsync().ConfigureAwait(false) is not null)
        {
            // MoveAsync adds it to the list of all updates.
        }

        return HasNext;
    }

    private async Task<ChatResponseUpdate?> MoveAsync()
    {
        if (_next is { } first)
        {
            (_next, _hasText) = (null, false);
            return first;
        }

        try
        {
            if (!await updates.MoveNextAsync().ConfigureAwait(false))
            {
                return null;
            }
        }
        catch
        {
            HasFailed = true;
            throw;
        }

        var update = updates.Current;
        all.Add(update);
        var isOther = update.MessageId is { Length: > 0 } id && _id is not null && id != _id;
        _id = update.MessageId is { Length: > 0 } known ? known : _id;
        if (_hasText && (isOther || update.Contents.Any(static content => content is ToolCallContent or ToolResultContent)))
        {
            _next = update;
            return null;
        }

        return update;
    }
}
