namespace Opper.Chat;

/// <summary>Reads the events of a chat stream and adds them to the assembler.</summary>
internal sealed class ChatItems(PartialContext context) : StreamItems<ChatCompletionChunk>
{
    public ChatCompletionAssembler Assembler { get; } = new(context);

    // A server sends a finish reason for each choice; chunks given to FromChunks need not have one.
    public override bool? HasEnded => Assembler.HasEnded;

    public override ChatCompletionChunk? Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        var chunk = JsonAnswer.Read(data, JsonCodec<ChatCompletionChunk>.Read);
        mayBeError = MayBeError(chunk);
        foreach (var choice in chunk.Choices ?? [])
        {
            choice.TakeWhole(Assembler);
        }

        return chunk;
    }

    public override bool MayBeError(ChatCompletionChunk item) => StreamError.MayBeIn(item.AdditionalProperties);

    public override void Add(ChatCompletionChunk item) => Assembler.Add(item);
}
