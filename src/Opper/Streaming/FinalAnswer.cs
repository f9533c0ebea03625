namespace Opper;

/// <summary>Reads an answer that was put together from a stream, as strictly as one that came whole.</summary>
internal static class FinalAnswer
{
    public static T Read<T>(PartialAnswer answer, TypeSource source, OpperSchema? schema, string call, bool validates)
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
        var failure = new AnswerFailure(call, Utf8Text.Decode(json.Span), json.Memory, string.Empty, schema, typeof(T));
        T? value;
        try
        {
            // A text is wrapped while it is put together, though it has no schema to say so.
            value = TypedReader.Read<T>(json.Memory, source, schema, schema is { IsWrapped: true } || typeof(T) == typeof(string));
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            throw failure.Create(exception);
        }

        if (value is null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw failure.Missing(string.Empty);
        }

        return validates && AnnotationValidator.Find(source, value, string.Empty) is { } violation ? throw failure.Invalid(violation) : value!;
    }
}
