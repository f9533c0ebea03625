using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Says where an answer does not fit its type, what was expected there and what was found.</summary>
internal static class AnswerFailure
{
    /// <summary>An answer that could not be read.</summary>
    /// <param name="call">The operation, for the message.</param>
    /// <param name="json">The JSON as it came.</param>
    /// <param name="payload">Where in it the payload is, and its schema.</param>
    /// <param name="target">The type that was wanted.</param>
    /// <param name="exception">What reading threw.</param>
    public static OpperSerializationException Create(string call, ReadOnlyMemory<byte> json, StrictPayload payload, Type target, Exception exception)
    {
        var path = exception switch
        {
            JsonReaderException reader => reader.Path,
            JsonSerializationException serialization => serialization.Path,
            _ => null,
        };
        var raw = Utf8Text.Decode(json.Span);
        if (TryParse(json) is not { } token)
        {
            return new OpperSerializationException($"{call} answered with something that is not whole JSON. RawBody holds it all, InnerException says more.", raw, exception)
            {
                JsonPath = Utf8Text.FirstCharacter(json.Span) is '{' or '[' or '"' ? path : null,
                TargetType = target,
            };
        }

        var value = payload.Root.Length == 0 ? token : token[payload.Root];
        var mismatch = payload.Schema is { } schema && (path is null || payload.Covers(path))
            ? SchemaMismatch.Find(schema.Schema, value, payload.Root) ?? (path is null ? null : SchemaMismatch.At(schema.Schema, value, payload.Root, path))
            : null;
        var place = mismatch?.Path ?? path;
        var what = mismatch is null ? string.Empty : $": expected {mismatch.Expected}, found {mismatch.FoundKind}";
        return new OpperSerializationException($"{call} answered with JSON that does not fit {TypeNames.Of(target)}{(string.IsNullOrEmpty(place) ? string.Empty : $" at '{place}'")}{what}. RawBody holds it all, InnerException says more.", raw, exception)
        {
            JsonPath = place,
            TargetType = target,
            Expected = mismatch?.Expected,
            Found = mismatch?.Found,
        };
    }

    /// <summary>An answer that was read and breaks a rule of its type.</summary>
    public static OpperSerializationException Invalid(string call, ReadOnlyMemory<byte> json, Type target, AnnotationValidator.Violation violation)
        => new($"{call} answered with a {TypeNames.Of(target)} that breaks a rule of its own at '{violation.Path}'. Expected holds the rule, RawBody the answer.", Utf8Text.Decode(json.Span))
        {
            JsonPath = violation.Path,
            TargetType = target,
            Expected = violation.Rule,
            Found = SchemaMismatch.Text(violation.Found is null ? JValue.CreateNull() : JToken.FromObject(violation.Found, OpperJson.Serializer)),
        };

    private static JToken? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return OpperJson.ReadToken(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
