using System.Text;
using System.Text.Json;

namespace Opper.Streaming;

/// <summary>Deserializes an answer that was assembled from a stream or from text, as strictly as an unstreamed one.</summary>
internal static class FinalAnswer
{
    /// <summary>Deserializes the answer of a stream.</summary>
    public static T Read<T>(PartialAnswer answer, TypeSource source, OpperSchema? schema, string call, bool validates)
    {
        var isWhole = answer.Finish();
        if (answer.NonJsonText is { } text)
        {
            throw NoJson<T>(call, text);
        }

        return isWhole ? Read<T>(answer, null, source, schema, call, string.Empty, validates)
            : throw new OpperStreamException($"{call}: the stream ended before the JSON of its answer was complete.") { IsTruncated = true };
    }

    /// <summary>Deserializes JSON that a model wrote as text, by the rules for streamed text. Errors name the call and the place of the text in it.</summary>
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

        return answer.NonJsonText is null ? Read<T>(answer, raw, source, schema, call, place, validates) : throw NoJson<T>(call, raw);
    }

    private static OpperSerializationException NoJson<T>(string call, string raw) =>
        new($"{call} returned text that is not JSON where {TypeNames.Of(typeof(T))} was expected; see RawBody.", raw)
        {
            TargetType = typeof(T),
            Expected = TypeNames.Of(typeof(T)),
            Found = "text",
        };

    private static T Read<T>(PartialAnswer answer, string? raw, TypeSource source, OpperSchema? schema, string call, string place, bool validates)
    {
        using var json = new PooledBytes();
        answer.WriteTo(json);
        AnswerFailure Failure() => new(call, raw ?? Utf8Text.Decode(json.Span), json.Memory, place, schema, typeof(T));
        T? value;
        try
        {
            value = TypedReader.Read<T>(json.Memory, source, schema, isWrapped: false);
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // Not only the serializer's exceptions: a constructor or setter may reject a value too.
            throw Failure().Create(exception);
        }

        if (value is null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw Failure().Missing(place);
        }

        return validates && AnnotationValidator.Find(source, value, place) is { } violation ? throw Failure().Invalid(violation) : value!;
    }
}
