namespace Opper;

/// <summary>Splits paths: <c>a.b[0].c</c> and <c>a.b.0.c</c> alike, and names in quotes as <c>a['b.c']</c>.</summary>
internal static class JsonPathSegments
{
    public static List<string> Parse(string path)
    {
        var segments = new List<string>();
        var start = 0;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] is not ('.' or '[' or ']'))
            {
                continue;
            }

            if (i > start)
            {
                segments.Add(path.Substring(start, i - start));
            }

            if (i + 1 < path.Length && path[i] == '[' && path[i + 1] is '\'' or '"' && path.IndexOf(path[i + 1] + "]", i + 2, StringComparison.Ordinal) is var end and >= 0)
            {
                segments.Add(path.Substring(i + 2, end - i - 2).Replace("\\'", "'"));
                i = end + 1;
            }

            start = i + 1;
        }

        return segments;
    }
}
