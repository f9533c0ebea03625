namespace Opper;

/// <summary>The assembled answer of a stream.</summary>
public sealed class StreamResult
{
    internal StreamResult(string? text, RawJson? jsonPayload, string? spanId)
    {
        Text = text;
        JsonPayload = jsonPayload;
        SpanId = spanId;
    }

    /// <summary>The complete text, or <see langword="null"/> if the answer is structured.</summary>
    public string? Text { get; }

    /// <summary>The structured answer, or <see langword="null"/> if it is text.</summary>
    public RawJson? JsonPayload { get; }

    /// <summary>The span ID of the call, with which its tokens and cost can be retrieved.</summary>
    public string? SpanId { get; }

    /// <summary>The result of a stream that has been read to its end.</summary>
    internal static StreamResult Of(PartialAnswer answer, EventStream stream, string? spanId)
    {
        answer.Finish();
        if (!answer.IsStructured)
        {
            // Text that should be JSON and is not stays text, as in an unstreamed answer.
            var parsed = stream.IsJsonText ? RawJson.TryParse(answer.Root.Text) : null;
            return new StreamResult(parsed is null ? answer.Root.Text : null, parsed, spanId);
        }

        using var json = new PooledBytes();
        answer.WriteTo(json);
        try
        {
            return new StreamResult(null, RawJson.FromUtf8(json.Span.ToArray()), spanId);
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            throw new OpperSerializationException($"{stream.Name} sent deltas that are not valid JSON together; see RawBody.",
                Utf8Text.Decode(json.Span), exception);
        }
    }
}
