using System.Text.Json;

namespace Opper;

/// <summary>
/// The <c>response</c> that live events may put before every path. It is part of the answer only where the type, or the schema of the request,
/// has a member of that name. Where any name may be one, in a dictionary or free JSON, the first path of all decides.
/// </summary>
internal sealed class PartialPrefix(IHasOutputSchema? request)
{
    private const string Prefix = "response";

    private bool? _isStripped;

    /// <summary>How much of a path is prefix.</summary>
    public int LengthIn(string path, PathFit goal, Shape shape, bool isWrapped, PartialContext context)
    {
        var hasPrefix = IsName(path, 0, Prefix);
        if (isWrapped || shape is not (DictionaryShape or AnyShape))
        {
            return hasPrefix && (isWrapped || shape.Member(Prefix) is null) ? Prefix.Length : 0;
        }

        _isStripped ??= SchemaStrips() ?? (hasPrefix && (shape is AnyShape
            ? path.Length > Prefix.Length || goal is PathFit.ToObject or PathFit.ToList
            : PartialPath.Find(new PartialNode(new PartialContext(context.MaxDepth)), shape, path, Prefix.Length, creates: true, goal) is not null));
        return hasPrefix && _isStripped.Value ? Prefix.Length : 0;
    }

    /// <summary>Whether a path has a name at a position, or behind the dot there.</summary>
    public static bool IsName(string path, int start, string name)
    {
        start += start < path.Length && path[start] == '.' ? 1 : 0;
        return string.CompareOrdinal(path, start, name, 0, name.Length) == 0 && PathStep.IsBoundary(path, start + name.Length);
    }

    private bool? SchemaStrips()
    {
        if (request?.OutputSchema is not { } schema)
        {
            return null;
        }

        using var document = JsonDocument.Parse(JsonWrite.Text(schema), RawJson.DocumentOptions);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? !properties.TryGetProperty("response", out _)
            : null;
    }
}
