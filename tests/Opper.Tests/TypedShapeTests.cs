using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;
using Opper.Functions;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Opper.Tests;

/// <summary>Polymorphic types, nulls in lists, validation and input types of typed calls.</summary>
public sealed class TypedShapeTests
{
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Group), "group")]
    public abstract record Figure(string Label);

    public sealed record Circle(string Label, double Radius) : Figure(Label);

    public sealed record Group(string Label, List<Figure> Members) : Figure(Label);

    public sealed record Drawing(Figure Main, Figure? Spare);

    [JsonDerivedType(typeof(Plain), 1)]
    [JsonDerivedType(typeof(Special), 2)]
    public record Plain(int A);

    public sealed record Special(int A, int B) : Plain(A);

    [JsonDerivedType(typeof(Untold))]
    public abstract record Unmarked;

    public sealed record Untold(int A) : Unmarked;

    public enum PetKind
    {
        Cat,
        [EnumMember(Value = "good-dog")]
        Dog,
    }

    [KnownSubType(typeof(Cat), PetKind.Cat)]
    [KnownSubType(typeof(Dog), PetKind.Dog)]
    [Newtonsoft.Json.JsonConverter(typeof(SubTypesConverter), nameof(Kind))]
    public abstract class Pet
    {
        public abstract PetKind Kind { get; }

        public required string Name { get; set; }
    }

    public sealed class Cat : Pet
    {
        public override PetKind Kind => PetKind.Cat;
    }

    public sealed class Dog : Pet
    {
        public override PetKind Kind => PetKind.Dog;

        public int Tricks { get; set; }
    }

    public sealed record Lists(List<string> Firm, List<string?> Loose, Dictionary<string, List<string>> Deep, List<int?> Numbers);

    public sealed class Ruled
    {
        [Range(1, 5)]
        public int Stars { get; set; }

        [RegularExpression("[a-z]+")]
        public string Word { get; set; } = string.Empty;

        public List<RuledItem> Items { get; set; } = [];
    }

    public sealed record RuledItem([property: StringLength(3)] string Code, [MaxLength(2)] List<int>? Sizes);

    [Newtonsoft.Json.JsonConverter(typeof(Newtonsoft.Json.Converters.StringEnumConverter), typeof(Newtonsoft.Json.Serialization.SnakeCaseNamingStrategy))]
    public enum Stage
    {
        [Description("nothing done yet")]
        NotBegun,
        InWork,
    }

    public enum Renamed
    {
        [JsonStringEnumMemberName("first-one")]
        First,
        Second,
    }

    public sealed record Described([property: Description("Where it stands.")] Circle At, Stage Stage, Renamed Renamed, [property: Length(1, 3)] string Code,
        Dictionary<Guid, int> ById, TimeSpan Takes);

    public sealed record Question(string Text, DateOnly Asked)
    {
        public int Length => Text.Length;
    }

    public sealed class Page<T>
    {
        public required List<T> Items { get; set; }

        public List<string?> Notes { get; set; } = [];
    }

    [Test]
    public async Task The_discriminator_of_a_polymorphic_type_may_be_at_any_position()
    {
        using var client = TestClient.Answering("""
            {"span_id": "s", "json_payload": {
              "Main": {"Label": "all", "Members": [{"kind": "circle", "Label": "c", "Radius": 2}, {"Members": [], "Label": "g", "kind": "group"}], "kind": "group"},
              "Spare": null}}
            """);

        var drawing = (await client.Opper.CallAsync<Drawing>("n")).Value;

        var main = (Group)drawing.Main;
        Assert.That(main.Members[0], Is.EqualTo(new Circle("c", 2)));
        Assert.That(main.Members[1], Is.TypeOf<Group>());
        Assert.That(drawing.Spare, Is.Null);
    }

    [Test]
    public void A_polymorphic_type_is_an_anyOf_with_the_discriminator_in_each_branch()
    {
        var schema = JObject.Parse(OpperSchema.For<Drawing>().ToString());

        Assert.That(schema["$defs"]!["Figure"]!["anyOf"]!.Select(branch => (string?)branch["$ref"]), Is.EqualTo(new[] { "#/$defs/Circle", "#/$defs/Group" }));
        Assert.That(schema["$defs"]!["Circle"]!["properties"]!["kind"]!.ToString(Newtonsoft.Json.Formatting.None),
            Is.EqualTo("""{"type":"string","enum":["circle"]}"""));
        Assert.That(schema["$defs"]!["Circle"]!["required"]!.Values<string>(), Is.EquivalentTo(new[] { "kind", "Label", "Radius" }));
    }

    [Test]
    public async Task A_polymorphic_root_is_wrapped_and_a_base_type_may_be_its_own_derived_type()
    {
        using var special = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": {"A": 1, "B": 2, "$type": 2}}}""");
        using var plain = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": {"$type": 1, "A": 7}}}""");

        Assert.That((await special.Opper.CallAsync<Plain>("n")).Value, Is.EqualTo(new Special(1, 2)));
        Assert.That((await plain.Opper.CallAsync<Plain>("n")).Value, Is.EqualTo(new Plain(7)));
        Assert.That(OpperSchema.For<Plain>().IsWrapped, Is.True);
    }

    [Test]
    public async Task A_polymorphic_value_is_written_with_its_discriminator_first()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "ok"}""");

        await client.Opper.CallAsync<string>("n", input: new List<Figure> { new Circle("c", 1.5) });

        Assert.That(client.Sent[0].Body, Does.Contain("""[{"kind":"circle","Radius":1.5,"Label":"c"}]"""));
    }

    [Test]
    public async Task Polymorphism_attributes_of_Json_NET_libraries_are_supported()
    {
        using var client = TestClient.Answering(
            """{"span_id": "s", "json_payload": {"value": [{"Kind": "good-dog", "Name": "Rex", "Tricks": 3}, {"Name": "Tom", "Kind": "Cat"}]}}""");

        var pets = (await client.Opper.CallAsync<List<Pet>>("n")).Value;
        var dog = JObject.Parse(client.Sent[0].Body)["output_schema"]!["$defs"]!["Dog"]!;

        Assert.That(pets.Select(pet => (pet.GetType(), pet.Name)), Is.EqualTo(new[] { (typeof(Dog), "Rex"), (typeof(Cat), "Tom") }));
        Assert.That(dog["properties"]!["Kind"]!["enum"]!.Values<string>(), Is.EqualTo(new[] { "good-dog" }));
    }

    [TestCase("""{"Label": "x", "Radius": 1}""", "nothing")]
    [TestCase("""{"kind": "square", "Label": "x"}""", "\"square\"")]
    public async Task An_unknown_or_missing_discriminator_is_reported_with_the_valid_ones(string figure, string found)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": {\"Main\": " + figure + ", \"Spare\": null}}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Drawing>("n"));

        Assert.That((thrown!.JsonPath, thrown.Expected, thrown.Found), Is.EqualTo(("json_payload.Main.kind", "'circle' or 'group'", found)));
    }

    [Test]
    public void A_derived_type_without_a_discriminator_is_rejected() =>
        Assert.That(() => OpperSchema.For<Unmarked>(), Throws.TypeOf<NotSupportedException>().With.Message.Contain("discriminator"));

    [TestCase("""{"Firm": ["a", null], "Loose": [], "Deep": {}, "Numbers": []}""", "json_payload.Firm[1]")]
    [TestCase("""{"Firm": [], "Loose": [], "Deep": {"a.b": null}, "Numbers": []}""", "json_payload.Deep['a.b']")]
    [TestCase("""{"Firm": [], "Loose": [], "Deep": {"a": ["x", null]}, "Numbers": []}""", "json_payload.Deep.a[1]")]
    public async Task A_null_among_items_that_are_not_nullable_is_rejected(string payload, string path)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + payload + "}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Lists>("n"));

        Assert.That((thrown!.JsonPath, thrown.Found), Is.EqualTo((path, "null")));
    }

    [Test]
    public async Task A_null_among_nullable_items_is_accepted()
    {
        using var client = TestClient.Answering(
            """{"span_id": "s", "json_payload": {"Firm": ["a"], "Loose": [null, "b"], "Deep": {"a": ["c"]}, "Numbers": [1, null]}}""");

        var lists = (await client.Opper.CallAsync<Lists>("n")).Value;
        var schema = JObject.Parse(client.Sent[0].Body)["output_schema"]!;

        Assert.That((lists.Loose[0], lists.Numbers[1]), Is.EqualTo(((string?)null, (int?)null)));
        Assert.That(schema["properties"]!["Loose"]!["items"]!["type"]!.Values<string>(), Is.EqualTo(new[] { "string", "null" }));
        Assert.That((string?)schema["properties"]!["Firm"]!["items"]!["type"], Is.EqualTo("string"));
    }

    [Test]
    public void Nullability_is_read_through_generic_types()
    {
        var schema = JObject.Parse(OpperSchema.For<Page<int>>().ToString());

        Assert.That(schema["properties"]!["Notes"]!["items"]!["type"]!.Values<string>(), Is.EqualTo(new[] { "string", "null" }));
        Assert.That((string?)schema["properties"]!["Items"]!["items"]!["type"], Is.EqualTo("integer"));
    }

    [TestCase("""{"Firm": "a"}""", "json_payload.Firm", "an array", "\"a\"")]
    [TestCase("""{"Firm": [], "Loose": [], "Deep": {}}""", "json_payload.Numbers", "an array", "nothing")]
    [TestCase("""{"Firm": [], "Loose": [], "Deep": {}, "Numbers": [1.5]}""", "json_payload.Numbers[0]", "a whole number or null", "1.5")]
    public async Task A_mismatch_has_its_path_and_the_expected_and_found_values_as_properties(string payload, string path, string expected, string found)
    {
        var body = "{\"span_id\": \"s\", \"json_payload\": " + payload + "}";
        using var client = TestClient.Answering(body);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Lists>("n"));

        Assert.That((thrown!.JsonPath, thrown.Expected, thrown.Found, thrown.RawBody, thrown.TargetType),
            Is.EqualTo((path, expected, found, body, typeof(Lists))));
        Assert.That(thrown.Message, Does.Contain(expected));
    }

    [Test]
    public async Task The_message_of_a_mismatch_contains_no_part_of_the_output()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"Firm": "top secret"}}""");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Lists>("n"));

        Assert.That(thrown!.Message, Does.Not.Contain("secret"));
    }

    [Test]
    public void Enum_names_and_descriptions_come_from_the_attributes_of_both_serializers()
    {
        var schema = JObject.Parse(OpperSchema.For<Described>().ToString())["properties"]!;

        Assert.That(schema["Stage"]!["enum"]!.Values<string>(), Is.EqualTo(new[] { "not_begun", "in_work" }));
        Assert.That((string?)schema["Stage"]!["description"], Is.EqualTo("not_begun: nothing done yet"));
        Assert.That(schema["Renamed"]!["enum"]!.Values<string>(), Is.EqualTo(new[] { "first-one", "Second" }));
        Assert.That((string?)schema["ById"]!["propertyNames"]!["format"], Is.EqualTo("uuid"));
        Assert.That(((int?)schema["Code"]!["minLength"], (int?)schema["Code"]!["maxLength"]), Is.EqualTo((1, 3)));
    }

    [Test]
    public void A_ref_has_no_sibling_keywords()
    {
        var at = JObject.Parse(OpperSchema.For<Described>().ToString())["properties"]!["At"]!;

        Assert.That(at.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"anyOf":[{"$ref":"#/$defs/Circle"}],"description":"Where it stands."}"""));
    }

    [TestCase("""{"Stars": 9, "Word": "abc", "Items": []}""", "json_payload.Stars", "9")]
    [TestCase("""{"Stars": 1, "Word": "ABC", "Items": []}""", "json_payload.Word", "\"ABC\"")]
    [TestCase("""{"Stars": 1, "Word": "a", "Items": [{"Code": "abcd"}]}""", "json_payload.Items[0].Code", "\"abcd\"")]
    [TestCase("""{"Stars": 1, "Word": "a", "Items": [{"Code": "a", "Sizes": [1, 2, 3]}]}""", "json_payload.Items[0].Sizes", "[1,2,3]")]
    public async Task Output_that_violates_a_validation_attribute_is_rejected_if_validation_is_enabled(string payload, string path, string found)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + payload + "}");

        Assert.That(await client.Opper.CallAsync<Ruled>("n"), Is.Not.Null, "not by default");
        var thrown = await Assert.CatchAsync<OpperSerializationException>(
            () => client.Opper.WithOptions(options => options.ValidateOutputs = true).CallAsync<Ruled>("n"));
        await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Ruled>("n", options: new RequestOptions { ValidateOutput = true }));

        Assert.That((thrown!.JsonPath, thrown.Found), Is.EqualTo((path, found)));
        Assert.That(thrown.Expected, Is.Not.Empty);
    }

    [Test]
    public async Task Output_that_satisfies_its_validation_attributes_is_accepted()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"Stars": 5, "Word": "abc", "Items": [{"Code": "abc", "Sizes": [1]}]}}""",
            configure: options => options.ValidateOutputs = true);

        Assert.That((await client.Opper.CallAsync<Ruled>("n")).Value.Stars, Is.EqualTo(5));
    }

    [Test]
    public async Task A_typed_input_sends_its_schema_including_computed_members()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "Oslo"}""");

        string answer = await client.Opper.CallAsync<Question, string>("ask", "Answer.", new Question("Capital?", new DateOnly(2026, 1, 5)));

        Assert.That(answer, Is.EqualTo("Oslo"));
        Assert.That(JToken.DeepEquals(JToken.Parse(client.Sent[0].Body), JToken.Parse("""
            {"name": "ask", "instructions": "Answer.", "input": {"Text": "Capital?", "Asked": "2026-01-05", "Length": 8},
             "input_schema": {"type": "object", "properties": {"Text": {"type": "string"}, "Asked": {"type": "string", "format": "date"}, "Length": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647}},
                              "required": ["Text", "Asked", "Length"], "additionalProperties": false}}
            """)), client.Sent[0].Body);
    }

    [Test]
    public async Task A_call_without_an_input_type_sends_no_input_schema()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "Oslo"}""");

        await client.Opper.CallAsync<string>("ask", input: new Question("Capital?", default));

        Assert.That(client.Sent[0].Body, Does.Not.Contain("input_schema"));
    }

    [Test]
    public async Task A_function_is_called_by_its_name_through_its_id()
    {
        using var client = TestClient.AnsweringInTurn(
            null,
            () => TestClient.Response("""{"id": "f1", "name": "team/ask", "instructions": "x"}"""),
            () => TestClient.Response("""{"span_id": "s", "json_payload": {"Label": "c", "Radius": 1}}"""));

        Circle circle = await client.Opper.Functions.CallByNameAsync<Circle>("team/ask", new CallFunctionRequest { Input = "x" });

        Assert.That(circle.Radius, Is.EqualTo(1));
        Assert.That(client.Sent.Select(sent => new Uri(sent.Url).AbsolutePath),
            Is.EqualTo(new[] { "/v2/functions/by-name/team/ask", "/v2/functions/f1/call" }));
    }

    [TestCase("[1, 2]")]
    [TestCase("{\"value\": [1, 2]}")]
    public async Task A_function_may_return_a_list_bare_or_wrapped(string payload)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + payload + "}");

        var numbers = (await client.Opper.Functions.CallRevisionAsync<List<int>>("f1", "r1", new CallFunctionRequest())).Value;

        Assert.That(numbers, Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase("12:30:00", true)]
    [TestCase("1.02:03:04.5", true)]
    [TestCase("12:60:00", false)]
    public void The_schema_pattern_of_a_duration_matches_what_the_reader_accepts(string text, bool expected)
    {
        var pattern = (string)JObject.Parse(OpperSchema.For<TimeSpan>().ToString())["properties"]!["value"]!["pattern"]!;

        Assert.That(System.Text.RegularExpressions.Regex.IsMatch(text, pattern), Is.EqualTo(expected));
        Assert.That(TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _), Is.EqualTo(expected));
    }

    /// <summary>Like the attribute of the JsonSubTypes package, which is recognized by name.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class KnownSubTypeAttribute(Type subType, object associatedValue) : Attribute
    {
        public Type SubType { get; } = subType;

        public object AssociatedValue { get; } = associatedValue;
    }

    public sealed class SubTypesConverter(string member) : Newtonsoft.Json.JsonConverter
    {
        public string Member { get; } = member;

        public override bool CanConvert(Type objectType) => false;

        public override object ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer) =>
            throw new NotSupportedException();

        public override void WriteJson(Newtonsoft.Json.JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer) =>
            throw new NotSupportedException();
    }
}
