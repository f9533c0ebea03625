namespace Opper;

/// <summary>The events of a streamed chat, put together to its completion.</summary>
internal sealed class ChatItems(PartialContext context) : IStreamItems<ChatCompletionChunk>
{
    public ChatCompletionAssembler Assembler { get; } = new(context);

    public string? SpanId => null;

    // Given chunks need not say their end; a chat from the server has one for each choice.
    public bool? HasEnded => Assembler.HasEnded;

    public bool Keeps => true;

    public ChatCompletionChunk? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        var chunk = JsonAnswer.Read(data, JsonCodec<ChatCompletionChunk>.Read);
        error = ErrorOf(chunk);
        return chunk;
    }

    public StreamError? ErrorOf(ChatCompletionChunk item) => item.AdditionalProperties.TryGetValue("error", out var error) ? StreamError.Parse(error) : null;

    public void Add(ChatCompletionChunk item) => Assembler.Add(item);

    public ChatCompletionChunk? End() => null;
}
