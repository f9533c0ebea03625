using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Says where an answer does not fit its type, what was expected there and what was found. Of the answer itself, nothing stands in a message.</summary>
/// <param name="call">The operation, for the message.</param>
/// <param name="raw">All that came, for the caller.</param>
/// <param name="payload">The JSON that was read.</param>
/// <param name="root">Where in what came it stands: <c>json_payload</c>, or empty for all of it.</param>
/// <param name="schema">The schema of the type, or <see langword="null"/> where it has none.</param>
/// <param name="target">The type that was wanted.</param>
internal sealed class AnswerFailure(string call, string raw, ReadOnlyMemory<byte> payload, string root, OpperSchema? schema, Type target)
{
    /// <summary>The payload within the answer to a call.</summary>
    public const string PayloadOfCall = "json_payload";

    /// <summary>An answer that could not be read.</summary>
    /// <param name="exception">What reading threw.</param>
    public OpperSerializationException Create(Exception exception)
    {
        var isWrapped = false;
        JsonDocument document;
        try
        {
            isWrapped = schema is { IsWrapped: true } && WrappedValue.TryFind(payload.Span, out _);
            // Bytes that are not UTF-8 are no reason to say nothing about the rest.
            document = JsonDocument.Parse(Encoding.UTF8.GetBytes(Utf8Text.Decode(payload.Span)), new JsonDocumentOptions { MaxDepth = OpperJson.MaxDepth });
        }
        catch (JsonException broken)
        {
            return new OpperSerializationException(
                FormattableString.Invariant($"{call} answered with something that is not whole JSON: reading stopped at line {(broken.LineNumber ?? 0) + 1}, byte {broken.BytePositionInLine ?? 0}. RawBody holds it all."), raw)
            {
                JsonPath = Utf8Text.FirstCharacter(payload.Span) is '{' or '[' or '"' ? PathOf(broken, isWrapped) : null,
                TargetType = target,
            };
        }

        using (document)
        {
            var path = PathOf(exception, isWrapped);
            var json = document.RootElement;
            var found = exception is NullItemException known ? known.Mismatch
                : schema is null ? null
                : SchemaMismatch.Find(schema, isWrapped, json, string.Empty) ?? (path is null ? null : SchemaMismatch.At(schema, isWrapped, json, root, path));
            // What the schema forbids was refused for that, whatever the serializer says about it.
            var isOwn = exception is JsonException or NullItemException || found is { IsOfKind: false } || exception.Source == typeof(JsonSerializer).Assembly.GetName().Name;
            var place = found is null ? path : exception is NullItemException || !ReferenceEquals(found.Path, path) ? Join(found.Path) : path;
            var what = found is null ? string.Empty
                : isOwn ? $": expected {found.Expected}, found {found.FoundKind}{(found.IsOfKind ? " that it is not" : string.Empty)}"
                : string.Empty;
            var why = isOwn ? string.Empty : $": {exception.GetType().Name} was thrown by the type, one of its members or a converter";
            return new OpperSerializationException(
                $"{call} answered with JSON that does not fit {TypeNames.Of(target)}{(string.IsNullOrEmpty(place) ? string.Empty : $" at '{Masked(place!, isWrapped)}'")}{what}{why}. RawBody holds it all.", raw)
            {
                JsonPath = place,
                TargetType = target,
                Expected = found?.Expected,
                Found = found?.Found,
                Refusal = isOwn ? null : exception,
            };
        }
    }

    /// <summary>An answer that was read and breaks a rule of its type.</summary>
    public OpperSerializationException Invalid(AnnotationValidator.Violation violation)
        => new($"{call} answered with a {TypeNames.Of(target)} that breaks a rule of its own at '{Masked(violation.Path, schema is { IsWrapped: true })}'. Expected holds the rule, RawBody the answer.", raw)
        {
            JsonPath = violation.Path,
            TargetType = target,
            Expected = violation.Rule,
            Found = violation.Found,
        };

    /// <summary>An answer without what was asked for.</summary>
    /// <param name="place">The part that is missing.</param>
    public OpperSerializationException Missing(string place)
        => new($"{call} answered {(place.Length == 0 ? "with nothing" : $"without '{place}'")}, so there is no {TypeNames.Of(target)} to read. RawBody holds the answer.", raw)
        {
            JsonPath = place,
            TargetType = target,
            Expected = TypeNames.Of(target),
            Found = "nothing",
        };

    private string Join(string path) => path.Length == 0 || root.Length == 0 || path[0] == '[' ? root + path : $"{root}.{path}";

    private string? PathOf(Exception exception, bool isWrapped) => exception switch
    {
        NullItemException known => Join(known.Mismatch.Path),
        JsonException { Path: { } path } => Join((isWrapped ? WrappedValue.PropertyName : string.Empty) + path.TrimStart('$') is { Length: > 0 } inner && inner[0] == '.' ? inner.Substring(1) : isWrapped ? WrappedValue.PropertyName + path.TrimStart('$') : path.TrimStart('$')),
        _ => null,
    };

    // Names of members are the type's own, keys of dictionaries are the answer's.
    private string Masked(string path, bool isWrapped)
    {
        if (schema is null)
        {
            return root;
        }

        var text = new StringBuilder(root);
        var places = new List<JsonObject>(SchemaNavigator.Branches(schema.Schema, schema.Start(isWrapped)));
        foreach (var segment in PathStep.Split(path).Skip(PathStep.Split(root).Count))
        {
            var isMember = places.Exists(place => (place["properties"] as JsonObject)?.Any(property => string.Equals(property.Key, segment, StringComparison.OrdinalIgnoreCase)) == true);
            var isItem = !isMember && places.Exists(static place => place["items"] is not null) && int.TryParse(segment, out _);
            if (isMember)
            {
                text.Append(text.Length > 0 ? "." : string.Empty).Append(segment);
            }
            else
            {
                text.Append(isItem ? $"[{segment}]" : "[*]");
            }

            places = places.Select(place => isItem ? place["items"] as JsonObject : SchemaNavigator.Member(place, segment)).OfType<JsonObject>().SelectMany(place => SchemaNavigator.Branches(schema.Schema, place)).ToList();
        }

        return text.ToString();
    }
}
