using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Creates the exceptions for responses that do not match their type. Messages never contain response content.</summary>
/// <param name="call">The name of the operation, for the message.</param>
/// <param name="raw">The raw response.</param>
/// <param name="payload">The deserialized JSON.</param>
/// <param name="root">The path of the payload in the response, such as <c>json_payload</c>; empty for the root.</param>
/// <param name="schema">The schema of the type, or <see langword="null"/>.</param>
/// <param name="target">The requested type.</param>
internal sealed class AnswerFailure(string call, string raw, ReadOnlyMemory<byte> payload, string root, OpperSchema? schema, Type target)
{
    public const string PayloadOfCall = "json_payload";

    /// <summary>Creates the exception for a response that could not be deserialized.</summary>
    public OpperSerializationException Create(Exception exception)
    {
        var isWrapped = false;
        JsonDocument document;
        try
        {
            isWrapped = schema is { IsWrapped: true } && WrappedValue.TryFind(payload.Span, out _);
            // Invalid Unicode is replaced, so that the rest of the payload can still be described.
            document = JsonDocument.Parse(WellFormedJson.Of(payload.ToArray()), RawJson.DocumentOptions);
        }
        catch (JsonException broken)
        {
            return new OpperSerializationException(
                FormattableString.Invariant($"{call} returned invalid or incomplete JSON: parsing failed at line {(broken.LineNumber ?? 0) + 1}, ")
                + FormattableString.Invariant($"byte {broken.BytePositionInLine ?? 0}. See RawBody."), raw)
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
            // A schema violation is reported as such, whichever exception it caused.
            var isOwn = exception is JsonException or NullItemException || found is { IsOfKind: false }
                || exception.Source == typeof(JsonSerializer).Assembly.GetName().Name;
            var place = found is null ? path : exception is NullItemException || !ReferenceEquals(found.Path, path) ? Join(found.Path) : path;
            var what = found is null ? string.Empty
                : isOwn ? $": expected {found.Expected}, found {found.FoundKind}{(found.IsOfKind ? " that does not match" : string.Empty)}"
                : string.Empty;
            var why = isOwn ? string.Empty : $": {exception.GetType().Name} was thrown by the type, a member or a converter";
            return new OpperSerializationException(
                $"{call} returned JSON that does not "
                + $"match {TypeNames.Of(target)}{(string.IsNullOrEmpty(place) ? string.Empty : $" at '{Masked(place!, isWrapped)}'")}{what}{why}. See RawBody.",
                raw)
            {
                JsonPath = place,
                TargetType = target,
                Expected = found?.Expected,
                Found = found?.Found,
                Refusal = isOwn ? null : exception,
            };
        }
    }

    /// <summary>Creates the exception for a result that violates a validation attribute.</summary>
    public OpperSerializationException Invalid(AnnotationValidator.Violation violation) =>
        new($"{call} returned a {TypeNames.Of(target)} that is not valid at '{Masked(violation.Path, schema is { IsWrapped: true })}'. See Expected and "
            + "RawBody.", raw)
        {
            JsonPath = violation.Path,
            TargetType = target,
            Expected = violation.Rule,
            Found = violation.Found,
        };

    /// <summary>Creates the exception for a response without the requested result.</summary>
    /// <param name="place">The missing property.</param>
    public OpperSerializationException Missing(string place) =>
        new($"{call} returned {(place.Length == 0 ? "an empty response" : $"no '{place}'")}, so there is no {TypeNames.Of(target)} to deserialize. See "
            + "RawBody.", raw)
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
        JsonException { Path: { } path } => Join((isWrapped ? WrappedValue.PropertyName : string.Empty) + path.TrimStart('$') is { Length: > 0 } inner
            && inner[0] == '.' ? inner.Substring(1) : isWrapped ? WrappedValue.PropertyName + path.TrimStart('$') : path.TrimStart('$')),
        _ => null,
    };

    // Property names come from the type and are safe to log; dictionary keys come from the response.
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
            var isMember = places.Exists(place =>
                (place["properties"] as JsonObject)?.Any(property => string.Equals(property.Key, segment, StringComparison.OrdinalIgnoreCase)) == true);
            var isItem = !isMember && places.Exists(static place => place["items"] is not null) && int.TryParse(segment, out _);
            if (isMember)
            {
                text.Append(text.Length > 0 ? "." : string.Empty).Append(segment);
            }
            else
            {
                text.Append(isItem ? $"[{segment}]" : "[*]");
            }

            places = places.Select(place => isItem ? place["items"] as JsonObject : SchemaNavigator.Member(place, segment)).OfType<JsonObject>()
                .SelectMany(place => SchemaNavigator.Branches(schema.Schema, place)).ToList();
        }

        return text.ToString();
    }
}
