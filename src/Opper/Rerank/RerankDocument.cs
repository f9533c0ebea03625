using System.Text.Json;

namespace Opper.Rerank;

// A text converts by itself: Documents = ["one", "two"].
public partial class RerankDocument
{
    /// <summary>Makes a document.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="metadata">An object or a dictionary of facts, which come back as they are. Default: none.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The metadata cannot be written as a JSON object.</exception>
    public static RerankDocument Of(string text, object? metadata = null)
    {
        ThrowIf.Null(text);
        var document = new RerankDocument { Text = text };
        if (metadata is not null)
        {
            var json = RawJson.From(metadata);
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("Metadata must be an object or a dictionary, as in new { source = \"manual\" }.", nameof(metadata));
            }

            foreach (var member in json.ToJsonElement().EnumerateObject())
            {
                document.Metadata[member.Name] = member.Value;
            }
        }

        return document;
    }

    /// <summary>Makes a document of a text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator RerankDocument(string text) => Of(text);
}
