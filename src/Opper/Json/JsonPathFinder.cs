using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Finds the path of a position by parsing the JSON again, so that paths need not be tracked in the successful case.</summary>
internal static class JsonPathFinder
{
    private const int MaxLength = 512;

    /// <param name="utf8">The JSON.</param>
    /// <param name="position">The offset of a token; past the end of the JSON, the path is that of the last token.</param>
    /// <returns>A path such as <c>choices[0].message</c>; empty for the root.</returns>
    public static string Find(ReadOnlySpan<byte> utf8, long position)
    {
        var levels = new Stack<Level>();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    levels.Pop();
                    continue;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    levels.Peek().Name = JsonText.Read(ref reader);
                }
                else if (levels.Count > 0)
                {
                    levels.Peek().Index++;
                }

                if (reader.TokenStartIndex >= position)
                {
                    break;
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    levels.Push(new Level());
                }
            }
        }
        catch (JsonException)
        {
            // The path leads to the position at which the JSON becomes invalid.
        }

        var path = new StringBuilder();
        foreach (var level in levels.Reverse())
        {
            if (level.Name is { } name)
            {
                path.Append(path.Length == 0 ? string.Empty : ".").Append(name);
            }
            else if (level.Index >= 0)
            {
                path.Append('[').Append(level.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }

            if (path.Length > MaxLength)
            {
                return path.ToString(0, MaxLength) + "…";
            }
        }

        return path.ToString();
    }

    private sealed class Level
    {
        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
