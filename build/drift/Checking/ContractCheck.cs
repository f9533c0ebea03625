using System.Text.RegularExpressions;
using Opper.Drift.Applying;
using Opper.Drift.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Opper.Drift.Checking;

/// <summary>Reports what makes a contract unreadable, with the line, where generators report a stack trace.</summary>
internal static partial class ContractCheck
{
    private const string Syntax = "OPPER101";
    private const string Reference = "OPPER102";
    private const string DuplicateId = "OPPER103";
    private const string Structure = "OPPER104";

    private static readonly HashSet<string> Methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

    public static IReadOnlyList<ContractError> Check(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            return [new ContractError((int)error.Start.Line, (int)error.Start.Column, Syntax, Plain((error.InnerException ?? error).Message))];
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }, ..])
        {
            return [new ContractError(1, 1, Syntax, "The contract is not a YAML mapping.")];
        }

        var errors = References(root, root, "#").Concat(DuplicateIds(root)).OrderBy(error => error.Line).ToList();
        return errors.Count > 0 ? errors : Structures(text);
    }

    private static IEnumerable<ContractError> References(YamlMappingNode root, YamlNode node, string where)
    {
        if (node is YamlSequenceNode list)
        {
            return list.Children.SelectMany(child => References(root, child, where + "/-"));
        }

        if (node is not YamlMappingNode map)
        {
            return [];
        }

        var isNames = where.EndsWith("/properties", StringComparison.Ordinal);
        return map.Children.Where(pair => isNames || pair.Key is not YamlScalarNode { Value: "example" or "examples" or "value" })
            .SelectMany(pair => pair switch
        {
            { Key: YamlScalarNode { Value: "$ref" }, Value: YamlScalarNode { Value: { } target } value } when !isNames => Resolves(root, target)
                ? []
                : [new ContractError((int)value.Start.Line, (int)value.Start.Column, Reference, $"'{target}' points at nothing.{Nearest(root, target)}")],
            _ => References(root, pair.Value, $"{where}/{(pair.Key as YamlScalarNode)?.Value}"),
        });
    }

    private static IEnumerable<ContractError> DuplicateIds(YamlMappingNode root)
    {
        var first = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        var operations = ContractText.Child(root, "paths") is YamlMappingNode paths
            ? paths.Children.Values.OfType<YamlMappingNode>().SelectMany(path => path.Children)
                .Where(pair => pair.Key is YamlScalarNode { Value: { } method } && Methods.Contains(method))
            : [];
        foreach (var operation in operations.Select(pair => pair.Value).OfType<YamlMappingNode>())
        {
            if (ContractText.Child(operation, "operationId") is YamlScalarNode { Value: { } id } node && !first.TryAdd(id, node))
            {
                yield return new ContractError((int)node.Start.Line, (int)node.Start.Column, DuplicateId,
                    $"operationId '{id}' is taken by the operation in line {first[id].Start.Line}.");
            }
        }
    }

    private static List<ContractError> Structures(string text)
    {
        var yaml = new ContractText(text);
        try
        {
            return [.. DocumentReader.Problems(text).Select(problem => At(yaml, problem.Pointer, problem.Message))];
        }
        catch (DriftException error)
        {
            return [new ContractError(1, 1, Structure, error.Message)];
        }
    }

    private static ContractError At(ContractText yaml, string? pointer, string message)
    {
        // The reader has the location of an unknown key in its message only.
        if (UnknownKey().Match(message) is { Success: true } unknown)
        {
            pointer = $"{unknown.Groups["pointer"].Value}/{unknown.Groups["key"].Value}";
            message = $"'{unknown.Groups["key"].Value}' is no key of OpenAPI here.";
        }

        List<string> segments = [.. (pointer ?? string.Empty).TrimStart('#', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Unescaped)];
        for (; segments.Count > 0; segments.RemoveAt(segments.Count - 1))
        {
            if (yaml.Find(new Pointer([.. segments])) is { } node)
            {
                return new ContractError((int)node.Start.Line, (int)node.Start.Column, Structure, Plain(message));
            }
        }

        return new ContractError(1, 1, Structure, Plain(message));
    }

    private static bool Resolves(YamlMappingNode root, string target) =>
        target.StartsWith("#/", StringComparison.Ordinal)
        && target[2..].Split('/').Select(Unescaped).Aggregate((YamlNode?)root,
            (node, key) => node is YamlMappingNode map ? ContractText.Child(map, key) : null) is not null;

    private static string Nearest(YamlMappingNode root, string target)
    {
        var parts = target.Split('/');
        var section = parts.Length == 4 && ContractText.Child(root, "components") is YamlMappingNode components
            ? ContractText.Child(components, parts[2]) as YamlMappingNode
            : null;
        var near = section?.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!).Where(name => Distance(name, parts[3]) <= 2)
            .MinBy(name => Distance(name, parts[3]));
        return near is null ? string.Empty : $" Did you mean '{string.Join('/', parts[..3])}/{near}'?";
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }

    private static string Unescaped(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<key>\S+) is not a valid property at (?<pointer>#\S*)$")]
    private static partial Regex UnknownKey();

    private static string Plain(string message) => message.ReplaceLineEndings(" ").Trim();
}
