namespace Opper.Compat;

/// <summary>Translates the chunks of a streamed completion to those of a call: the text of the first choice, then usage and cost.</summary>
internal sealed class CompatChunkItems(PartialAnswer? answer) : ChunkItems(answer, reused: null)
{
    private bool _hasEnded;

    public override bool? HasEnded => _hasEnded;

    public override StreamChunk Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        var read = JsonAnswer.Read(data, JsonCodec<ChatCompletionChunk>.Read);
        mayBeError = StreamError.MayBeIn(read.AdditionalProperties);
        var choice = read.Choices.FirstOrDefault(static choice => choice is { Index: 0 });
        _hasEnded |= choice?.EndReason is not null;
        SpanId ??= read.Meta?.TraceUuid;
        return new StreamChunk
        {
            Delta = choice?.Delta?.Content is { Length: > 0 } text ? text : choice?.Delta?.Refusal,
            SpanId = read.Meta?.TraceUuid,
            AdditionalProperties = read.Usage is { } usage
                ? new Dictionary<string, RawJson?> { [ResponseField] = RawJson.From(
                    new CallResponse { Usage = CompatResponse.Usage(usage), Cost = usage.Opper?.Cost, Model = read.Model }) }
                : null,
        };
    }
}
