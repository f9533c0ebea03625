using System.Globalization;
using System.Text;

namespace Opper;

/// <summary>
/// One step of a path: <c>.name</c>, <c>[0]</c>, <c>['any name']</c> or <c>["any name"]</c>, with backslash escapes within quotes. A number between dots is
/// both a possible index and a possible key, and has both properties set.
/// </summary>
internal readonly struct PathStep
{
    public PathStep(string name) => Name = name;

    public PathStep(int index)
    {
        Index = index;
        IsItem = true;
    }

    public string? Name { get; }
    public int Index { get; init; }
    public bool IsItem { get; init; }
    public bool IsQuoted { get; init; }

    public static bool IsBoundary(string path, int position) => position >= path.Length || path[position] is '.' or '[';

    /// <summary>Skips the dot between two steps.</summary>
    public static int SkipDot(string path, int position) => path[position] == '.' && !IsLastDot(path, position) ? position + 1 : position;

    /// <summary>Reads the step at a position, which is that of its bracket or of the first character after its dot.</summary>
    public static PathStep Read(string path, int position, out int end)
    {
        if (path[position] == '[')
        {
            if (position + 1 < path.Length && path[position + 1] is '\'' or '"' && ReadQuoted(path, position, out end) is { } quoted)
            {
                return new PathStep(quoted) { IsQuoted = true };
            }

            end = path.IndexOf(']', position) + 1;
            if (end > 0)
            {
                var text = path.Substring(position + 1, end - position - 2);
                return IsIndex(text, out var item) ? new PathStep(item) : new PathStep(text);
            }
        }

        end = position + 1;
        while (!IsBoundary(path, end) || IsLastDot(path, end))
        {
            end++;
        }

        var name = path.Substring(position, end - position);
        return IsIndex(name, out var index) ? new PathStep(name) { IsItem = true, Index = index } : new PathStep(name);
    }

    /// <summary>All steps of a path as strings.</summary>
    public static List<string> Split(string path)
    {
        var steps = new List<string>();
        for (var position = 0; position < path.Length;)
        {
            var step = Read(path, SkipDot(path, position), out position);
            steps.Add(step.Name ?? step.Index.ToString(CultureInfo.InvariantCulture));
        }

        return steps;
    }

    // A trailing dot is not a separator, but part of the name.
    private static bool IsLastDot(string path, int position) => position == path.Length - 1 && path[position] == '.';

    private static string? ReadQuoted(string path, int start, out int end)
    {
        var quote = path[start + 1];
        var name = new StringBuilder();
        for (end = start + 2; end < path.Length; end++)
        {
            if (path[end] == '\\' && end + 1 < path.Length)
            {
                name.Append(path[++end]);
            }
            else if (path[end] == quote && end + 1 < path.Length && path[end + 1] == ']')
            {
                end += 2;
                return name.ToString();
            }
            else
            {
                name.Append(path[end]);
            }
        }

        return null;
    }

    private static bool IsIndex(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
