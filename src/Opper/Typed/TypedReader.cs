using System.Text.Json;

namespace Opper;

/// <summary>Reads JSON into a type of the caller's, as its schema says.</summary>
internal static class TypedReader
{
    /// <param name="json">The whole payload.</param>
    /// <param name="source">Where the type is described.</param>
    /// <param name="schema">Its schema, or <see langword="null"/> where it has none.</param>
    /// <param name="isWrapped">Whether the value stands in a wrapper.</param>
    /// <returns>The value.</returns>
    public static T? Read<T>(ReadOnlyMemory<byte> json, TypeSource source, OpperSchema? schema, bool isWrapped)
    {
        var part = json;
        if (isWrapped && (isWrapped = WrappedValue.TryFind(json.Span, out var range)))
        {
            part = json[range];
        }

        var value = JsonSerializer.Deserialize(part.Span, source.Info<T>());
        // The serializer looks at nulls in members, not in lists and dictionaries.
        if (schema is { ForbidsNullItems: true } && json.Span.IndexOf("null"u8) >= 0)
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = OpperJson.MaxDepth });
            if (SchemaMismatch.FindNull(schema, isWrapped, document.RootElement, string.Empty) is { } found)
            {
                throw new NullItemException(found);
            }
        }

        return value;
    }
}
