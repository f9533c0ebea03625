using System.Globalization;

namespace Opper.Benchmarks.Server;

/// <summary>What the server looks at of a request. The first segment of the path is the scenario, as <c>text-20000</c>; the rest is the API's own
/// path.</summary>
internal sealed record Request(string Method, string Scenario, string Path, string Query)
{
    /// <summary>The number at the end of the scenario.</summary>
    public int Count => int.Parse(Scenario[(Scenario.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    public static Request Parse(string method, string target)
    {
        var parts = target.Split('?', 2);
        var path = parts[0].Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        return path.Length < 2
            ? throw new FormatException($"{target} has no scenario.")
            : new Request(method, path[0], "/" + string.Join('/', path[1..]), parts.Length > 1 ? parts[1] : string.Empty);
    }

    public string? Parameter(string name) =>
        Query.Split('&').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    public int Number(string name, int otherwise) => Parameter(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
