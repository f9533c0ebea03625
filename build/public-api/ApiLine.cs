namespace Opper.PublicApi;

/// <summary>A line of a public API, and the type it stands in.</summary>
internal sealed record ApiLine(string Type, string Text)
{
    private const string Member = "        ";

    public static IReadOnlyList<ApiLine> Read(string api)
    {
        var lines = new List<ApiLine>();
        var type = string.Empty;
        foreach (var line in api.Split('\n').Where(line => line.Trim() is not ("" or "{" or "}")))
        {
            var isMember = line.StartsWith(Member, StringComparison.Ordinal);
            type = isMember ? type : Name(line);
            lines.Add(new ApiLine(isMember ? type : string.Empty, line.Trim()));
        }

        return lines;
    }

    public override string ToString() => Type.Length == 0 ? Text : $"{Type}: {Text}";

    // "public sealed class CallRequest : IThing" is CallRequest.
    private static string Name(string line)
    {
        var words = line.Split(" : ")[0].Trim().Split(' ');
        return words[^1];
    }
}
