namespace Opper;

/// <summary>Splits the paths of a stream: <c>a.b[0].c</c> and <c>a.b.0.c</c> alike.</summary>
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

            start = i + 1;
        }

        return segments;
    }
}
