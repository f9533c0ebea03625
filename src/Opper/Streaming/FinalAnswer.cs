namespace Opper;

/// <summary>Reads an answer that was put together from a stream, as strictly as one that came whole.</summary>
internal static class FinalAnswer
{
    public static T Read<T>(PartialAnswer answer, OpperSchema? schema, string call, bool validates)
    {
        var isWhole = answer.Finish();
        if (answer.TextThatIsNoJson is { } text)
        {
            throw new OpperSerializationException($"{call} gave text that is no JSON where {TypeNames.Of(typeof(T))} was expected. RawBody holds it.", text)
            {
                TargetType = typeof(T),
                Expected = TypeNames.Of(typeof(T)),
                Found = "text",
            };
        }

        if (!isWhole)
        {
            throw new OpperStreamException($"{call}: the stream ended before the JSON of its answer did.") { IsTruncated = true };
        }

        using var json = new PooledBytes();
        answer.WriteTo(json);
        var payload = new StrictPayload(string.Empty, schema);
        T? value;
        try
        {
            // A text is wrapped while it is put together, though it has no schema to say so.
            value = schema is { IsWrapped: true } || typeof(T) == typeof(string)
                ? ReadWrapped<T>(json.Memory, payload)
                : OpperJson.ReadOutput<T>(json.Memory, payload);
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            throw AnswerFailure.Create(call, json.Memory, payload, typeof(T), exception);
        }

        if (value is null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw new OpperSerializationException($"{call} gave nothing, so there is no {TypeNames.Of(typeof(T))} to read.", Utf8Text.Decode(json.Span))
            {
                JsonPath = string.Empty,
                TargetType = typeof(T),
                Expected = TypeNames.Of(typeof(T)),
                Found = "nothing",
            };
        }

        return validates && AnnotationValidator.Find(value, string.Empty) is { } violation
            ? throw AnswerFailure.Invalid(call, json.Memory, typeof(T), violation)
            : value!;
    }

    private static T? ReadWrapped<T>(ReadOnlyMemory<byte> json, StrictPayload payload)
        => OpperJson.ReadOutput<WrappedValue<T>>(json, payload) is { } wrapped ? wrapped.Value : default;
}
