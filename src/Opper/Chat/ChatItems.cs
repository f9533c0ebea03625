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
        var chunk = OpperJson.Read<ChatCompletionChunk>(data.ToArray());
        mayBeError = chunk?.AdditionalProperties.ContainsKey("error") == true;
        return chunk;
    }

    public StreamError? ErrorOf(ChatCompletionChunk item)
        => item.AdditionalProperties.ContainsKey("error") ? StreamError.Find(System.Text.Encoding.UTF8.GetBytes(OpperJson.WriteString(item))) : null;

    public void Add(ChatCompletionChunk item) => Assembler.Add(item);
}
