using System.Text.Json;

namespace Opper.Rerank;

// Strings convert implicitly: Documents = ["one", "two"].
public partial class RerankDocument
{
    /// <summary>Creates a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="metadata">The metadata, as an object or a dictionary. It is returned unchanged with the results. Default: none.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException"><paramref name="metadata"/> cannot be serialized as a JSON object.</exception>
    public static RerankDocument Of(string text, object? metadata = null)
    {
        ThrowIf.Null(text);
        var document = new RerankDocument { Text = text };
        if (metadata is not null)
        {
            var json = RawJson.From(metadata);
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("Metadata must be an object or a dictionary, such as new { source = \"manual\" }.", nameof(metadata));
            }

            foreach (var member in json.ToJsonElement().EnumerateObject())
            {
                document.Metadata[member.Name] = member.Value;
            }
        }

        return document;
    }

    /// <summary>Creates a document from text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator RerankDocument(string text) => Of(text);
}
