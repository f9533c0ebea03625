using System.Text.RegularExpressions;

namespace Opper.Aot;

/// <summary>The operations of opper.yaml, read as text: a parser of YAML would need reflection.</summary>
internal static partial class Contract
{
    public static IReadOnlyList<Operation> Operations { get; } = Read().ToList();

    private static IEnumerable<Operation> Read()
    {
        using var stream = typeof(Contract).Assembly.GetManifestResourceStream("opper.yaml")!;
        using var lines = new StreamReader(stream);
        var (path, method) = (string.Empty, string.Empty);
        while (lines.ReadLine() is { } line)
        {
            if (PathLine().Match(line) is { Success: true } atPath)
            {
                path = atPath.Groups[1].Value;
            }
            else if (MethodLine().Match(line) is { Success: true } atMethod)
            {
                method = atMethod.Groups[1].Value.ToUpperInvariant();
            }
            else if (IdLine().Match(line) is { Success: true } atId)
            {
                yield return new Operation(atId.Groups[1].Value, method, path);
            }
        }
    }

    [GeneratedRegex("^  (/v[23][^:]*):$")]
    private static partial Regex PathLine();

    [GeneratedRegex("^    (get|post|put|patch|delete):$")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^      operationId: (\w+)$")]
    private static partial Regex IdLine();
}
