using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Records generated from schemas compile, and have the same schema.</summary>
public sealed class TypesTests : ToolTest
{
    private static readonly Type[] Described = [typeof(Invoice), typeof(Tree), typeof(Basket), typeof(Wide), typeof(Step)];

    [TestCaseSource(nameof(Described))]
    public async Task A_type_generated_from_a_schema_has_the_same_schema(Type type)
    {
        var schema = OpperSchema.For(type).ToString();

        var code = await TypesAsync(schema);

        var made = CSharp.Compile(code).GetType("Answer")!;
        Assert.That(Sorted(JsonNode.Parse(OpperSchema.For(made).ToString())), Is.EqualTo(Sorted(JsonNode.Parse(schema))), code);
    }

    [Test]
    public async Task Code_generated_from_any_names_and_texts_compiles()
    {
        var number = 0;
        await Gen.Select(JsonValues.Texts.Array[1, 6], JsonValues.Texts, JsonValues.Texts.Array[2, 5]).SampleAsync(async (names, description, values) =>
        {
            var schema = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(names.Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = description,
                    ["enum"] = new JsonArray([.. values.Distinct().Select(value => (JsonNode?)value)]),
                }))),
                ["required"] = new JsonArray(names[0]),
            };
            var code = await TypesAsync(schema.ToJsonString(), Interlocked.Increment(ref number));
            var type = CSharp.Compile(code).GetType("Answer")!;

            var text = new JsonObject(names.Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)values[0]))).ToJsonString();
            Assert.That(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(text, type)), JsonNode.Parse(text)), text);
        }, iter: 25, threads: 1);
    }

    [TestCase("""{"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "b": true, "c": {"type": """
        + """["string", "number"]}, "d": {"enum": [1, "x"]}, "e": {"const": 3}, "f": {"type": "array"}}, "required": ["a"]}""")]
    [TestCase("""{"type": "object", "properties": {"next": {"$ref": "#"}, "items": {"type": "array", "items": """
        + """{"$ref": "#/definitions/item"}}}, "definitions": {"item": {"type": "object", "properties": {"of": {"$ref": "#"}, "loop": """
        + """{"$ref": "#/definitions/loop"}}}, "loop": {"anyOf": [{"type": "null"}, {"$ref": "#/definitions/loop"}]}}}""")]
    [TestCase("""{"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}}""")]
    [TestCase("""{"properties": {"answer": {"properties": {"answer": {"type": "object", "properties": {"Answer": {"type": "boolean"}, "to_string": """
        + """{"type": "integer"}}}}}}}""")]
    [TestCase("""{"type": "object", "properties": {"additional_properties": {"type": "string"}}, "additionalProperties": true}""")]
    [TestCase("""{"type": "object", "properties": {"string": {"type": "object", "properties": {"a": {"type": "string"}}}, "guid": """
        + """{"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}, "list": {"type": "array", "items": """
        + """{"type": "object", "properties": {"list": {"type": "array", "items": {}}}}}}}""")]
    public async Task Code_generated_from_schemas_of_other_tools_compiles(string schema) => CSharp.Compile(await TypesAsync(schema));

    [TestCase("equals")]
    [TestCase("to_string")]
    [TestCase("print_members")]
    [TestCase("equality_contract")]
    [TestCase("clone")]
    [TestCase("get_type")]
    public async Task Objects_named_like_members_of_records_compile(string name) => CSharp.Compile(await TypesAsync(
        """{"type": "object", "properties": {"NAME": {"type": "object", "properties": {"NAME": {"type": "string"}}}}}""".Replace("NAME", name,
            StringComparison.Ordinal)));

    [TestCase("#/$defs/none")]
    [TestCase("#anchor")]
    [TestCase("other.json")]
    public async Task A_broken_reference_is_reported(string reference)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "broken", Instructions = "x",
            OutputSchema = new { type = "object", properties = new { a = new Dictionary<string, string> { ["$ref"] = reference } } } });
        Assert.That((await RunAsync("types", "broken")).Ends(2).Error, Does.Contain($"'{reference}'"));
    }

    [Test]
    public async Task Input_and_output_types_are_written_to_a_file_with_a_namespace()
    {
        var file = PathOf("Triage.cs");
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "support/triage-mail",
            Instructions = "Choose.",
            InputSchema = new { type = "object", properties = new { mail = new { type = "string" } }, required = new[] { "mail" } },
            OutputSchema = OpperSchema.For<Invoice>(),
        });

        (await RunAsync("types", "support/triage-mail", "--namespace", "Acme.Support", "--output", file)).Ends(0);

        var assembly = CSharp.Compile(await File.ReadAllTextAsync(file));
        Assert.That(assembly.GetExportedTypes().Select(type => type.FullName),
            Is.SupersetOf(new[] { "Acme.Support.TriageMail", "Acme.Support.TriageMailInput" }));
    }

    [Test]
    public async Task A_function_without_schemas_is_reported()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "greet", Instructions = "Greet." });
        Assert.That((await RunAsync("types", "greet")).Ends(2).Error, Does.Contain("has no schemas"));
    }

    private async Task<string> TypesAsync(string schema, int number = 0)
    {
        var name = $"types/f{number}";
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "Answer.", OutputSchema = JsonNode.Parse(schema) });
        return (await RunAsync("types", name, "--name", "answer")).Ends(0).Out;
    }

    // References contain type names, which are new.
    private static string Sorted(JsonNode? node)
    {
        var text = node!.ToJsonString();
        var defs = node["$defs"]?.AsObject().Select(def => def.Key).ToList() ?? [];
        for (var i = 0; i < defs.Count; i++)
        {
            text = text.Replace($"\"#/$defs/{defs[i]}\"", $"\"#/$defs/{i}\"", StringComparison.Ordinal).Replace($"\"{defs[i]}\":{{", $"\"{i}\":{{",
                StringComparison.Ordinal);
        }

        return text;
    }

    public sealed record Invoice
    {
        [JsonPropertyName("vendor_name")]
        [System.ComponentModel.Description("Who \"sends\" it.\nIn one line.")]
        public required string Vendor { get; init; }

        public required double Total { get; init; }

        [System.ComponentModel.DataAnnotations.Range(0, 100)]
        public int? Discount { get; init; }

        public DateOnly? Due { get; init; }

        public required DateTimeOffset SentAt { get; init; }

        [MinLength(1), MaxLength(9)]
        public required IReadOnlyList<Line> Lines { get; init; }

        public required Currency Currency { get; init; }

        public Guid? Id { get; init; }
    }

    public sealed record Line
    {
        public required string Text { get; init; }

        [RegularExpression("^[0-9]+$")]
        public string? Number { get; init; }

        public long Count { get; init; }
    }

    public enum Currency
    {
        [JsonStringEnumMemberName("euro")]
        Euro,

        [JsonStringEnumMemberName("US dollar")]
        Dollar,
    }

    public sealed record Tree
    {
        public required string Name { get; init; }

        public IReadOnlyList<Tree>? Children { get; init; }
    }

    public sealed record Basket
    {
        public required IReadOnlyDictionary<string, Line> Lines { get; init; }

        public required IReadOnlyDictionary<string, double> Prices { get; init; }

        public required IReadOnlyList<IReadOnlyList<string?>> Table { get; init; }
    }

    public sealed record Wide
    {
        public required JsonElement Anything { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }
    }

    public sealed record Step
    {
        public required Shape Shape { get; init; }

        public Shape? Other { get; init; }
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public abstract record Shape;

    public sealed record Circle : Shape
    {
        public required double Radius { get; init; }
    }

    public sealed record Square : Shape
    {
        public required double Side { get; init; }
    }
}
