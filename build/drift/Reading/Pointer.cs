using System.Globalization;

namespace Opper.Drift.Reading;

/// <summary>A location in a document: keys and positions, starting at the root.</summary>
internal sealed class Pointer(params string[] segments) : IEquatable<Pointer>
{
    public IReadOnlyList<string> Segments { get; } = segments;

    public Pointer Add(params string[] more) => new([.. Segments, .. more]);

    public Pointer Add(int index) => Add(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The component that contains the location: its kind (schemas, parameters) and name.</summary>
    public (string Kind, string Name)? Component => Segments is ["components", var kind, var name, ..] ? (kind, name) : null;

    /// <summary>The location in readable form: <c>CallRequest.examples[].comment</c>, <c>POST /v2/call: query name</c>.</summary>
    public string Display(string? root = null)
    {
        var text = Component is { } component ? (component.Kind == "parameters" ? "parameter " : string.Empty) + component.Name : root ?? string.Empty;
        for (var i = Component is null ? Segments.Count : 3; i < Segments.Count; i++)
        {
            switch (Segments[i])
            {
                case "properties" when i + 1 < Segments.Count:
                    text += "." + Segments[++i];
                    break;
                case "items":
                    text += "[]";
                    break;
                case "additionalProperties":
                    text += "{}";
                    break;
                case "anyOf" or "oneOf" or "allOf" when i + 1 < Segments.Count:
                    i++;
                    break;
            }
        }

        return text;
    }

    public bool Equals(Pointer? other) => other is not null && Segments.SequenceEqual(other.Segments);

    public override bool Equals(object? obj) => Equals(obj as Pointer);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() =>
        "#/" + string.Join('/', Segments.Select(segment => segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}
