using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Opper.Emulator.Contract;

/// <summary>opper.yaml, the contract that requests are validated against.</summary>
internal sealed class ContractDocument
{
    private static readonly Lazy<ContractDocument> Loaded = new(Load);
    private readonly JsonObject _root;

    private ContractDocument(string yaml)
    {
        Yaml = yaml;
        using var reader = new StringReader(yaml);
        var stream = new YamlStream();
        stream.Load(reader);
        _root = (JsonObject)ToJson(stream.Documents[0].RootNode)!;
        Operations = [.. _root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(method => new ContractOperation(this, method.Key, path.Key, method.Value!.AsObject())))];
    }

    public static ContractDocument Current => Loaded.Value;

    public string Yaml { get; }

    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <summary>The operation for a path; if several match, the one with the most literal segments.</summary>
    public ContractOperation? Find(string method, string path) => Operations
        .Where(o => o.Matches(method, path))
        .MaxBy(o => o.LiteralSegments);

    /// <summary>The contract with this server instead of the live one.</summary>
    public JsonObject WithServer(string url)
    {
        var document = (JsonObject)_root.DeepClone();
        document["servers"] = new JsonArray(new JsonObject { ["url"] = url, ["description"] = "This emulator." });
        return document;
    }

    public JsonObject Resolve(JsonNode? node)
    {
        var json = node as JsonObject ?? [];
        while (json["$ref"] is JsonValue reference)
        {
            JsonNode target = _root;
            foreach (var part in reference.GetValue<string>().TrimStart('#', '/').Split('/'))
            {
                target = target[part] ?? throw new InvalidDataException($"opper.yaml has no {reference}.");
            }

            json = target.AsObject();
        }

        return json;
    }

    private static ContractDocument Load()
    {
        using var stream = typeof(ContractDocument).Assembly.GetManifestResourceStream("opper.yaml")!;
        using var reader = new StreamReader(stream);
        return new ContractDocument(reader.ReadToEnd());
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value!, ToJson(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? string.Empty),
        YamlScalarNode text => text.Value,
        _ => throw new InvalidDataException($"opper.yaml has a node that cannot be converted to JSON: {node.NodeType}."),
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        // Parsed as JSON, so that the number can be read as any numeric type.
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        _ => text,
    };
}
