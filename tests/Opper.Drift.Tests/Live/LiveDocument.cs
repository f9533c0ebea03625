using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Opper.Drift.Tests.Live;

/// <summary>
/// A fictitious OpenAPI document of the live service: the content of opper.yaml as FastAPI generates it. OpenAPI 3.1, the version in the server URL, other
/// names for everything, titles, <c>anyOf</c> with null, <c>const</c>, defaults as keywords, definitions in place, HTTPValidationError; without what
/// only the endpoint reference has.
/// </summary>
internal sealed partial class LiveDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonObject _contract;

    private LiveDocument(JsonObject contract) => _contract = contract;

    public JsonObject Root { get; private set; } = [];

    public JsonObject Operation(string method, string path) => (JsonObject)Root["paths"]![path]![method]!;

    public JsonObject Schema(string ours) => (JsonObject)Root["components"]!["schemas"]![Name(ours)]!;

    public JsonObject Property(string ours, string name) => (JsonObject)Schema(ours)["properties"]![name]!;

    public JsonObject Parameter(string method, string path, string name) =>
        ((JsonArray)Operation(method, path)["parameters"]!).OfType<JsonObject>().Single(parameter => (string?)parameter["name"] == name);

    public JsonObject BodySchema(string method, string path) => (JsonObject)Operation(method, path)["requestBody"]!["content"]!["application/json"]!["schema"]!;

    public static string Name(string ours) => "app__schemas__v2__" + ours + "Model";

    public override string ToString() => Root.ToJsonString();

    public static LiveDocument Make(string yaml)
    {
        var document = new LiveDocument(ContractJson.Read(yaml));
        ReferenceForms.Remove(document._contract);
        document.Root = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Opper", ["version"] = "2.0.0" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai/v2" }),
            ["paths"] = document.Paths(),
            ["components"] = document.Components(),
        };
        document.DefineInPlace("post", "/rerank", "RerankRequest", "RerankDocument");
        return document;
    }

    private JsonObject Paths()
    {
        var paths = new JsonObject();
        foreach (var (path, item) in ((JsonObject)_contract["paths"]!).Where(path => path.Key.StartsWith("/v2/", StringComparison.Ordinal)))
        {
            var converted = new JsonObject();
            foreach (var method in Methods)
            {
                if (item![method] is JsonObject operation && operation["x-opper-reference-form"] is null)
                {
                    converted[method] = Convert(method, path, operation);
                }
            }

            if (converted.Count > 0)
            {
                // FastAPI's own names of parameters.
                paths[path["/v2".Length..].Replace("{knowledge_base_id}", "{index_id}", StringComparison.Ordinal)] = converted;
            }
        }

        return paths;
    }

    private JsonObject Convert(string method, string path, JsonObject operation)
    {
        var converted = new JsonObject
        {
            ["tags"] = new JsonArray("v2"),
            ["summary"] = "Call " + path,
            ["operationId"] = $"{method}{NotWord().Replace(path, "_")}_{method}",
        };
        if (operation["parameters"] is JsonArray parameters)
        {
            converted["parameters"] = new JsonArray([.. parameters.Select(parameter => Parameter((JsonObject)Resolve(parameter!)))]);
        }

        if (operation["requestBody"] is JsonObject body)
        {
            converted["requestBody"] = new JsonObject
            {
                ["required"] = body["required"]?.DeepClone() ?? false,
                ["content"] = Content((JsonObject)body["content"]!),
            };
        }

        var responses = new JsonObject();
        foreach (var (status, response) in (JsonObject)operation["responses"]!)
        {
            var isError = !status.StartsWith('2');
            if (status is "429" or "default")
            {
                continue;
            }

            responses[status] = isError ? Error(status)
                : Resolve(response!)["content"] is JsonObject content
                    ? new JsonObject { ["description"] = "Successful Response", ["content"] = Content(content) }
                : new JsonObject { ["description"] = "Successful Response" };
        }

        converted["responses"] = responses;
        return converted;
    }

    private JsonObject Parameter(JsonObject parameter)
    {
        var name = (string)parameter["name"]!;
        var (description, stated) = Defaults.Take((string?)parameter["description"]);
        var schema = Schema(parameter["schema"]!, description);
        var required = (bool?)parameter["required"] == true;
        schema = required ? schema : OrNull(schema);
        schema["title"] = name;
        if (stated is not null)
        {
            schema["default"] = stated;
        }

        return new JsonObject
        {
            ["name"] = name == "knowledge_base_id" ? "index_id" : name,
            ["in"] = (string)parameter["in"]!,
            ["required"] = required,
            ["schema"] = schema,
            ["description"] = description,
        };
    }

    private JsonObject Content(JsonObject content) => new(content.Select(media => KeyValuePair.Create<string, JsonNode?>(
        media.Key,
        new JsonObject { ["schema"] = media.Key == "text/event-stream" ? Events() : Schema(media.Value!["schema"]!, null) })));

    private static JsonObject Events() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["data"] = new JsonObject { ["$ref"] = "#/components/schemas/" + Name("StreamChunk") },
            ["event"] = new JsonObject { ["type"] = "string" } },
    };

    private static JsonObject Error(string status) => new()
    {
        ["description"] = "Error " + status,
        ["content"] = new JsonObject { ["application/json"] =
            new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + (status == "422" ? "HTTPValidationError" : "Error") } } },
    };

    private JsonObject Components()
    {
        var schemas = new JsonObject
        {
            ["HTTPValidationError"] = JsonNode.Parse(ReferenceForms.ValidationError),
            ["ValidationError"] = JsonNode.Parse(ReferenceForms.ValidationIssue),
            ["Error"] = JsonNode.Parse(ReferenceForms.Error),
        };
        foreach (var (name, schema) in (JsonObject)_contract["components"]!["schemas"]!)
        {
            var converted = Schema(schema!, null, named: true);
            converted["title"] = name;
            schemas[Name(name)] = converted;
        }

        return new JsonObject { ["schemas"] = schemas };
    }

    private JsonObject Schema(JsonNode node, string? outer, bool named = false)
    {
        var schema = (JsonObject)node;
        var (description, stated) = Defaults.Take((string?)schema["description"] ?? outer);
        if ((schema["$ref"] ?? (schema["allOf"] is JsonArray { Count: 1 } all ? all[0]!["$ref"] : null)) is { } reference)
        {
            var name = ((string)reference!).Split('/')[^1];
            JsonObject pointing = new() { ["$ref"] = "#/components/schemas/" + Name(name) };
            return WithDefault((bool?)_contract["components"]!["schemas"]![name]!["nullable"] == true ? OrNull(pointing) : pointing, stated);
        }

        var converted = new JsonObject();
        foreach (var (key, value) in schema)
        {
            switch (key)
            {
                case "anyOf":
                    converted[key] = new JsonArray([.. ((JsonArray)value!).Select(part => Schema(part!, null))]);
                    break;
                case "properties":
                    converted[key] = new JsonObject(((JsonObject)value!)
                        .Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, Titled(Schema(property.Value!, null), property.Key))));
                    break;
                case "items":
                    converted[key] = Schema(value!, null);
                    break;
                case "additionalProperties":
                    converted[key] = value is JsonObject { Count: > 0 } ? Schema(value, null) : true;
                    break;
                case "enum" when ((JsonArray)value!).Count == 1:
                    converted["const"] = value[0]!.DeepClone();
                    break;
                case "format" when (string?)value is not ("date-time" or "binary"):
                case "nullable" or "description":
                case var extension when extension.StartsWith("x-", StringComparison.Ordinal):
                    break;
                default:
                    converted[key] = value?.DeepClone();
                    break;
            }
        }

        if (description?.Contains("(a UUID)", StringComparison.Ordinal) == true && (string?)schema["type"] == "string")
        {
            converted["format"] = "uuid";
        }

        // Nullable components are nullable where they are used, as with Pydantic.
        return WithDefault((bool?)schema["nullable"] == true && !named ? OrNull(converted) : converted, stated);
    }

    // A definition beside the only schema that uses it, which is inline in the operation.
    private void DefineInPlace(string method, string path, string name, string definition)
    {
        var schemas = (JsonObject)Root["components"]!["schemas"]!;
        var inPlace = JsonNode.Parse(schemas[Name(name)]!.ToJsonString().Replace("#/components/schemas/" + Name(definition), "#/$defs/" + definition,
            StringComparison.Ordinal))!;
        inPlace["$defs"] = new JsonObject { [definition] = schemas[Name(definition)]!.DeepClone() };
        Operation(method, path)["requestBody"]!["content"]!["application/json"]!["schema"] = inPlace;
        schemas.Remove(Name(name));
    }

    private static JsonObject WithDefault(JsonObject schema, JsonNode? stated)
    {
        if (stated is not null)
        {
            schema["default"] = stated;
        }

        return schema;
    }

    private static JsonObject Titled(JsonObject schema, string name)
    {
        schema["title"] = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('_', ' '));
        return schema;
    }

    public static JsonObject OrNull(JsonObject schema) =>
        schema.Count == 0 || schema["anyOf"] is JsonArray any && any.Any(part => (string?)part!["type"] == "null")
        ? schema
        : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private JsonNode Resolve(JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference.Split('/').Skip(1).Aggregate((JsonNode)_contract, (parent, key) => parent[key]!) : node;

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotWord();
}
