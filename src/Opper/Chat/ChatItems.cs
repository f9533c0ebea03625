namespace Opper;

/// <summary>The events of a streamed chat, put together to its completion.</summary>
internal sealed class ChatItems : IStreamItems<ChatCompletionChunk>
{
    public ChatCompletionAssembler Assembler { get; } = new();

    public string? SpanId => null;

    // Given chunks need not say their end; a chat from the server has one for each choice.
    public bool? HasEnded => Assembler.HasEnded;

    public bool Keeps => true;

    public ChatCompletionChunk? Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        var chunk = JsonAnswer.Read(data, JsonCodec<ChatCompletionChunk>.Read);
        mayBeError = ErrorOf(chunk) is not null;
        return chunk;
    }

    public StreamError? ErrorOf(ChatCompletionChunk item) => item.AdditionalProperties.TryGetValue("error", out var error) ? StreamError.Parse(error) : null;

    public void Add(ChatCompletionChunk item) => Assembler.Add(item);
}
