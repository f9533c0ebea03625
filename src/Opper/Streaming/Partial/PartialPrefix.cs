using System.Text.Json;

namespace Opper.Streaming;

/// <summary>
/// The <c>response</c> prefix that live events may add to every path. It is part of the answer only if the type, or the schema of the request, has a member
/// of that name. Where any name is allowed, as in a dictionary or untyped JSON, the first path of the stream decides.
/// </summary>
internal sealed class PartialPrefix(IHasOutputSchema? request)
{
    private const string Prefix = "response";

    private bool? _isStripped;

    /// <summary>The length of the prefix of a path, including the name of the wrapped value.</summary>
    public int FindLength(string path, PathFit goal, Shape shape, bool isWrapped, PartialPath paths)
    {
        var hasPrefix = IsName(path, 0, Prefix);
        if (isWrapped)
        {
            // A function that has its own schema returns the value without the wrapper object.
            var start = hasPrefix ? Prefix.Length : 0;
            return IsName(path, start, WrappedValue.PropertyName) ? path.IndexOf(WrappedValue.PropertyName, start, StringComparison.Ordinal) + WrappedValue.PropertyName.Length : start;
        }

        if (shape is not (DictionaryShape or AnyShape))
        {
            return hasPrefix && shape.Member(Prefix) is null ? Prefix.Length : 0;
        }

        _isStripped ??= SchemaStrips() ?? (hasPrefix && (shape is AnyShape
            ? path.Length > Prefix.Length || goal is PathFit.ToObject or PathFit.ToList
            : paths.Fits(shape, path, Prefix.Length, goal)));
        return hasPrefix && _isStripped.Value ? Prefix.Length : 0;
    }

    // At the position, or after a dot there.
    private static bool IsName(string path, int start, string name)
    {
        start += start < path.Length && path[start] == '.' ? 1 : 0;
        return string.CompareOrdinal(path, start, name, 0, name.Length) == 0 && PathStep.IsBoundary(path, start + name.Length);
    }

    private bool? SchemaStrips()
        => request?.OutputSchema is { } schema && RawJson.From(schema)["properties"] is { ValueKind: JsonValueKind.Object } properties ? properties[Prefix] is null : null;
}
