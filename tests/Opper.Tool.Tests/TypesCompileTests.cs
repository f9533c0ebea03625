using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.CodeAnalysis.CSharp;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Code generated from any schema, into any namespace that is accepted, compiles.</summary>
public sealed class TypesCompileTests : ToolTest
{
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.OneOf("class", "Foo", "foo", "Foo2", "foo_2", "Answer", "answer2", "AnswerValue", "string", "guid", "json_element", "Description",
            "description_attribute", "range", "RangeAttribute", "MaxLengthAttribute", "equals", "to_string", "ToStringValue",
            "AdditionalProperties", "value",
            "1abc", "日本", "é", "e\u0301", "a²", "ⅷ", "_", "System", "dictionary", "JsonConverter", "JsonStringEnumConverter", "JsonPropertyName",
            "item",
            "Item", "get_foo", "type", "Task", "i\u0307", "ı", "a\u200Db", "\U0001F4E6", new string('n', 2000), new string('文', 500)),
        JsonValues.Texts);

    private static readonly Gen<string> Namespaces = Gen.OneOf("Acme", "Acme.Support", "A.Description", "record.var", "Ünï.日本", "Foo.Item",
        "_1._", "Answer", "JsonPropertyName", "Acme.System", "Range", "async.await", "partial.where", "global", "dynamic.file.field", "nameof.when",
            "required.scoped",
        "notnull.nint", "a\u0301", "Acme.Foo.Answer", "System.Text.Json", "Microsoft", "Task.String.Object");

    private static readonly Gen<double> Limits = Gen.OneOf(-0.0, 0, 1, 1.5, 1e3, 1e20, -1e-5, 3e9, 0.1, int.MaxValue, 1e300);

    private static readonly Gen<JsonNode> Leaves = Gen.OneOf(
        Gen.OneOf("string", "integer", "number", "boolean", "null", "unknown").Select(kind => (JsonNode)new JsonObject { ["type"] = kind }),
        Gen.OneOf("date", "date-time", "time", "uuid", "uri", "email").Select(format =>
            (JsonNode)new JsonObject { ["type"] = "string", ["format"] = format }),
        Gen.Select(Gen.OneOf("integer", "number"), Limits, Limits).Select((kind, least, most) =>
            (JsonNode)new JsonObject { ["type"] = kind, ["minimum"] = least, ["maximum"] = most }),
        Gen.Select(Limits, Limits, JsonValues.Texts, Names).Select((least, most, pattern, description) => (JsonNode)new JsonObject
            { ["type"] = "string", ["minLength"] = least, ["maxLength"] = most, ["pattern"] = pattern, ["description"] = description }),
        Names.Array[1, 4].Select(values => (JsonNode)new JsonObject { ["enum"] = new JsonArray([.. values.Select(value => (JsonNode?)value)]) }),
        Gen.OneOf("#", "#/$defs/Foo", "#/$defs/loop").Select(reference => (JsonNode)new JsonObject { ["$ref"] = reference }),
        Gen.Const(0).Select(_ => (JsonNode)true));

    private static readonly Gen<JsonNode> Schemas = Gen.Recursive<JsonNode>((depth, schemas) => depth > 3 ? Leaves : Gen.OneOf(
        Leaves,
        Object(schemas),
        Object(schemas),
        Gen.Select(schemas, Limits, Limits).Select((item, least, most) =>
            (JsonNode)new JsonObject { ["type"] = "array", ["items"] = item.DeepClone(), ["minItems"] = least, ["maxItems"] = most }),
        schemas.Select(value => (JsonNode)new JsonObject { ["type"] = "object", ["additionalProperties"] = value.DeepClone() }),
        schemas.Select(value => (JsonNode)new JsonObject { ["anyOf"] = new JsonArray(value.DeepClone(), new JsonObject { ["type"] = "null" }) }),
        Gen.Select(Names, Object(schemas), Object(schemas)).Select((tag, one, other) =>
            (JsonNode)new JsonObject { ["oneOf"] = new JsonArray(Tagged(one, tag, "one"), Tagged(other, tag, "2nd \"one\"")) })));

    [Test]
    public async Task Any_schema_in_any_namespace_compiles()
    {
        var number = 0;
        await Gen.Select(Object(Schemas), Schemas, Names, Namespaces).SampleAsync(async (output, definition, name, space) =>
        {
            output["$defs"] = new JsonObject
            {
                ["Foo"] = definition.DeepClone(),
                ["loop"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/loop" }, new JsonObject { ["type"] = "null" }) },
            };
            var function = $"types/f{Interlocked.Increment(ref number)}";
            await Opper.Functions.CreateAsync(new CreateFunctionRequest
            {
                Name = function,
                Instructions = "Answer.",
                OutputSchema = output,
                InputSchema = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["x"] = definition.DeepClone() },
                    ["$defs"] = output["$defs"]!.DeepClone(),
                },
            });

            string[] named = string.IsNullOrWhiteSpace(name) ? [] : ["--name", name];
            CSharp.Compile((await RunAsync(["types", function, "--namespace", space, .. named])).Ends(0).Out);
        }, iter: 25, threads: 1);
    }

    private static IEnumerable<string> Rejected() => SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText)
        .SelectMany(word => new[] { word, $"Acme.{word}" })
        .Concat(["", " ", "1abc", "Acme.1abc", "a..b", ".a", "a.", "a b", "a-b", "a²", "\u0301a", "a\u200Db", "@class", "a\n", "\U0001F4E6", "Guid",
            "Acme.JsonElement", "Uri.Dictionary", new string('n', 1024)]);

    [TestCaseSource(nameof(Rejected))]
    public async Task A_namespace_in_which_the_code_would_not_compile_is_rejected(string space)
    {
        var run = (await RunAsync("types", "any", "--namespace", space)).Ends(2);

        Assert.That(run.Error, Does.StartWith("--namespace "));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    private static Gen<JsonNode> Object(Gen<JsonNode> schemas) => Gen.Select(Gen.Select(Names, schemas).Array[0, 6], Gen.Bool).Select((members, isOpen) =>
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in members)
        {
            properties[name] = schema.DeepClone();
        }

        return (JsonNode)new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. properties.Select(property => (JsonNode?)property.Key).Take(3)]),
            ["additionalProperties"] = isOpen,
        };
    });

    private static JsonNode Tagged(JsonNode schema, string tag, string value)
    {
        var copy = schema.DeepClone();
        copy["properties"]![tag] = new JsonObject { ["const"] = value };
        copy["required"] = new JsonArray(tag);
        return copy;
    }
}
