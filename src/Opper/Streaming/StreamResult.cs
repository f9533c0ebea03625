namespace Opper;

/// <summary>A stream put together.</summary>
public sealed class StreamResult
{
    internal StreamResult(string? text, RawJson? jsonPayload, string? spanId)
    {
        Text = text;
        JsonPayload = jsonPayload;
        SpanId = spanId;
    }

    /// <summary>The whole text, or <see langword="null"/> when the answer was structured.</summary>
    public string? Text { get; }

    /// <summary>The structured answer, or <see langword="null"/> when it was text.</summary>
    public RawJson? JsonPayload { get; }

    /// <summary>The span of the call, from which tokens and cost can be read.</summary>
    public string? SpanId { get; }

    /// <summary>The result of an answer that has come to its end.</summary>
    internal static StreamResult Of(PartialAnswer answer, EventStream stream, string? spanId)
    {
        answer.Finish();
        if (!answer.IsStructured)
        {
            // A text that was to be JSON and is none is a text still, as it is in an answer that comes whole.
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
            throw new OpperSerializationException($"{stream.Name} gave pieces that cannot be put together to JSON. RawBody holds them.", Utf8Text.Decode(json.Span), exception);
        }
    }
}
