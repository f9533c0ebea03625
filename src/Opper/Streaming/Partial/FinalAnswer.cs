using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Reads an answer that was put together, from a stream or of text, as strictly as JSON that came whole.</summary>
internal static class FinalAnswer
{
    /// <summary>Reads what a stream gave.</summary>
    public static T Read<T>(PartialAnswer answer, TypeSource source, OpperSchema? schema, string call, bool validates)
    {
        var isWhole = answer.Finish();
        if (answer.TextThatIsNoJson is { } text)
        {
            throw NoJson<T>(call, text);
        }

        return isWhole ? Read<T>(answer, null, source, schema, call, string.Empty, validates)
            : throw new OpperStreamException($"{call}: the stream ended before the JSON of its answer did.") { IsTruncated = true };
    }

    /// <summary>Reads the JSON that a model wrote as text, by the rules of text that comes in pieces.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="raw">All that came.</param>
    /// <param name="call">What it is, for messages.</param>
    /// <param name="place">Where in what came the text stands.</param>
    /// <param name="source">Where the type is described.</param>
    /// <param name="context">The bounds, and whether there may be more than the JSON.</param>
    /// <param name="validates">Whether the annotations of the type are checked.</param>
    public static T Read<T>(string text, string raw, string call, string place, TypeSource source, PartialContext context, bool validates)
    {
        var schema = source.TryOutput(typeof(T));
        var answer = new PartialAnswer(typeof(T), source, schema is { IsWrapped: true }, context);
        var failure = new AnswerFailure(call, raw, Encoding.UTF8.GetBytes(text), place, schema, typeof(T));
        try
        {
            answer.Add(new StreamChunk { Delta = text });
            if (!answer.Finish())
            {
                throw failure.Create(new JsonException());
            }
        }
        catch (OpperSerializationException exception) when (exception.InnerException is JsonException broken)
        {
            throw failure.Create(broken);
        }
        catch (OpperStreamException exception)
        {
            throw new OpperSerializationException($"{call}: {exception.Message}", raw) { TargetType = typeof(T) };
        }

        return answer.TextThatIsNoJson is null ? Read<T>(answer, raw, source, schema, call, place, validates) : throw NoJson<T>(call, raw);
    }

    private static OpperSerializationException NoJson<T>(string call, string raw)
        => new($"{call} gave text that is no JSON where {TypeNames.Of(typeof(T))} was expected. RawBody holds it.", raw)
        {
            TargetType = typeof(T),
            Expected = TypeNames.Of(typeof(T)),
            Found = "text",
        };

    private static T Read<T>(PartialAnswer answer, string? raw, TypeSource source, OpperSchema? schema, string call, string place, bool validates)
    {
        using var json = new PooledBytes();
        answer.WriteTo(json);
        var failure = new AnswerFailure(call, raw ?? Utf8Text.Decode(json.Span), json.Memory, place, schema, typeof(T));
        T? value;
        try
        {
            // A text is wrapped while it is put together, though it has no schema to say so.
            value = TypedReader.Read<T>(json.Memory, source, schema, schema is { IsWrapped: true } || typeof(T) == typeof(string));
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // Not only the serializer's own: a constructor or setter of the caller's type may refuse a value too.
            throw failure.Create(exception);
        }

        if (value is null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw failure.Missing(place);
        }

        return validates && AnnotationValidator.Find(source, value, place) is { } violation ? throw failure.Invalid(violation) : value!;
    }
}
