using System.Text.Json;

namespace Opper.Typed;

/// <summary>Deserializes an output to a type of the caller, according to its schema.</summary>
internal static class TypedReader
{
    /// <param name="json">The complete payload.</param>
    /// <param name="source">The source of the type's contract.</param>
    /// <param name="schema">The schema, or <see langword="null"/> if the type has none.</param>
    /// <param name="isWrapped">Whether the value is expected in a wrapper.</param>
    /// <returns>The value.</returns>
    public static T? Read<T>(ReadOnlyMemory<byte> json, TypeSource source, OpperSchema? schema, bool isWrapped)
    {
        var part = json;
        if (isWrapped && (isWrapped = WrappedValue.TryFind(json.Span, out var range)))
        {
            part = json[range];
        }

        var value = JsonSerializer.Deserialize(part.Span, source.Info<T>());
        // RespectNullableAnnotations applies to members, but not to items of lists and dictionaries.
        if (schema is { ForbidsNullItems: true } && json.Span.IndexOf("null"u8) >= 0)
        {
            using var document = JsonDocument.Parse(WellFormedJson.Of(json.ToArray()), RawJson.DocumentOptions);
            if (SchemaMismatch.FindNull(schema, isWrapped, document.RootElement, string.Empty) is { } found)
            {
                throw new NullItemException(found);
            }
        }

        return value;
    }
}
