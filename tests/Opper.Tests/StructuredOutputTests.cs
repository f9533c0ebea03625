using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Opper.Tests;

/// <summary>Typed calls: the schema of a C# type, the deserialization of its payload, and the exceptions if they do not match.</summary>
public sealed class StructuredOutputTests
{
    public enum Mood
    {
        Calm,
        [EnumMember(Value = "very-happy")]
        Happy,
    }

    [Test]
    public async Task A_call_sends_the_schema_of_its_type_and_reads_the_payload_into_it()
    {
        using var client = TestClient.Answering(
            """{"span_id": "s1", "json_payload": {"City": "Oslo", "Population": 709000, "Mood": "very-happy"}, "usage": {"total_tokens": 53}, "cost": """
            + """{"total": 0.00011}}""");

        var result = await client.Opper.CallAsync<Capital>("geo/capital", "Name the capital.", new { country = "Norway" });
        Capital capital = result;

        Assert.That(capital, Is.EqualTo(new Capital("Oslo", 709000, Mood.Happy)));
        Assert.That(result.SpanId, Is.EqualTo("s1"));
        Assert.That(result.Response.Usage!.TotalTokens, Is.EqualTo(53));
        Assert.That(result.Response.Cost!.Total, Is.EqualTo(0.00011));
        Assert.That(JToken.DeepEquals(JToken.Parse(client.Sent[0].Body), JToken.Parse("""
            {
              "name": "geo/capital", "instructions": "Name the capital.", "input": {"country": "Norway"},
              "output_schema": {
                "type": "object",
                "properties": {
                  "City": {"type": "string", "description": "Its name."},
                  "Population": {"type": ["integer", "null"], "minimum": -2147483648, "maximum": 2147483647},
                  "Mood": {"type": "string", "enum": ["Calm", "very-happy"]}
                },
                "required": ["City", "Mood"],
                "additionalProperties": false
              }
            }
            """)), client.Sent[0].Body);
    }

    [Test]
    public async Task Attributes_of_both_serializers_rename_ignore_and_constrain_members()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"the_title": "T", "newton": 3, "tags": ["a"]}}""");

        var value = (await client.Opper.CallAsync<Annotated>("n")).Value;
        var schema = JObject.Parse(OpperSchema.For<Annotated>().ToString());

        Assert.That((value.Title, value.Newton, value.Tags![0]), Is.EqualTo(("T", 3, "a")));
        Assert.That(schema["properties"]!.Children<JProperty>().Select(property => property.Name), Is.EqualTo(new[] { "the_title", "newton", "tags" }));
        Assert.That((int?)schema["properties"]!["the_title"]!["maxLength"], Is.EqualTo(80));
        Assert.That((int?)schema["properties"]!["newton"]!["minimum"], Is.EqualTo(1));
        Assert.That((int?)schema["properties"]!["newton"]!["maximum"], Is.EqualTo(5));
        Assert.That((int?)schema["properties"]!["tags"]!["minItems"], Is.EqualTo(1));
    }

    [Test]
    public async Task Recursive_types_and_collections_are_described_by_defs()
    {
        using var client = TestClient.Answering(
            """{"span_id": "s", "json_payload": {"Name": "root", "Children": [{"Name": "leaf", "Children": [], "Sizes": {}}], "Sizes": {"a": 1.5}}}""");

        var node = (await client.Opper.CallAsync<Node>("n")).Value;
        var schema = JObject.Parse(OpperSchema.For<Node>().ToString());

        Assert.That(node.Children[0].Name, Is.EqualTo("leaf"));
        Assert.That(node.Sizes["a"], Is.EqualTo(1.5));
        Assert.That((string?)schema["properties"]!["Children"]!["items"]!["$ref"], Is.EqualTo("#/$defs/Node"));
        Assert.That((string?)schema["$defs"]!["Node"]!["type"], Is.EqualTo("object"));
    }

    [Test]
    public async Task Values_that_are_not_objects_are_wrapped_transparently()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": [3, 1, 2]}}""");

        List<int> numbers = await client.Opper.CallAsync<List<int>>("n");

        Assert.That(numbers, Is.EqualTo(new[] { 3, 1, 2 }));
        Assert.That((string?)JObject.Parse(client.Sent[0].Body)["output_schema"]!["properties"]!["value"]!["type"], Is.EqualTo("array"));
    }

    [TestCase("7", 7)]
    public async Task A_number_can_be_the_output(string json, int expected)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": {\"value\": " + json + "}}");

        Assert.That((await client.Opper.CallAsync<int>("n")).Value, Is.EqualTo(expected));
    }

    [Test]
    public async Task An_enum_or_a_Boolean_can_be_the_output()
    {
        using var moods = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": "calm"}}""");
        using var truths = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": true}}""");

        Assert.That((await moods.Opper.CallAsync<Mood>("n")).Value, Is.EqualTo(Mood.Calm));
        Assert.That((await truths.Opper.CallAsync<bool>("n")).Value, Is.True);
    }

    [Test]
    public async Task String_output_is_requested_without_a_schema()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "Hello, Ann!"}""");

        string text = await client.Opper.CallAsync<string>("greet", input: "Ann");

        Assert.That(text, Is.EqualTo("Hello, Ann!"));
        Assert.That(client.Sent[0].Body, Is.EqualTo("""{"name":"greet","input":"Ann"}"""));
    }

    [TestCase("""{"Population": 1, "Mood": "Calm"}""", "City")]
    [TestCase("""{"City": null, "Population": 1, "Mood": "Calm"}""", "City")]
    [TestCase("""{"City": "Oslo", "Population": "many", "Mood": "Calm"}""", "Population")]
    [TestCase("""{"City": "Oslo", "Population": 1, "Mood": "angry"}""", "Mood")]
    [TestCase("""[1, 2]""", "json_payload")]
    [TestCase("\"text\"", "json_payload")]
    public async Task A_payload_that_does_not_match_is_an_error_with_the_path_and_the_raw_response(string payload, string place)
    {
        var body = $$"""{"span_id": "s1", "json_payload": {{payload}}}""";
        using var client = TestClient.Answering(body);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Capital>("n"));

        Assert.That(thrown!.RawBody, Is.EqualTo(body));
        Assert.That(thrown.ToString(), Does.Contain(place));
        Assert.That(thrown.JsonPath, Does.StartWith("json_payload"));
    }

    [TestCase("1.5")]
    [TestCase("99999999999")]
    [TestCase("\"7\"")]
    public async Task A_number_that_the_schema_forbids_is_rejected_and_not_rounded(string number)
    {
        using var client = TestClient.Answering(
            "{\"span_id\": \"s\", \"json_payload\": {\"City\": \"Oslo\", \"Mood\": \"Calm\", \"Population\": " + number + "}}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Capital>("n"));

        Assert.That(thrown!.JsonPath, Is.EqualTo("json_payload.Population"));
        Assert.That(thrown.Message, Does.Contain("Capital"));
    }

    [TestCase("""{"S": 5, "B": true, "D": 1.5, "L": ["x"]}""", "json_payload.S")]
    [TestCase("""{"S": "x", "B": "true", "D": 1.5, "L": ["x"]}""", "json_payload.B")]
    [TestCase("""{"S": "x", "B": 1, "D": 1.5, "L": ["x"]}""", "json_payload.B")]
    [TestCase("""{"S": "x", "B": true, "D": "1.5", "L": ["x"]}""", "json_payload.D")]
    [TestCase("""{"S": "x", "B": true, "D": 1.5, "L": ["x", 2]}""", "json_payload.L[1]")]
    public async Task A_value_of_another_type_than_in_the_schema_is_rejected(string payload, string path)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"cost\": {\"total\": \"0.5\"}, \"json_payload\": " + payload + "}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Kinds>("n"));

        Assert.That(thrown!.JsonPath, Is.EqualTo(path));
    }

    [Test]
    public async Task Response_fields_other_than_the_output_are_read_leniently()
    {
        using var client = TestClient.Answering("""{"span_id": 7, "cost": {"total": "0.5"}, "json_payload": {"S": "x", "B": true, "D": 1, "L": []}}""");

        var result = await client.Opper.CallAsync<Kinds>("n");

        Assert.That((result.SpanId, result.Response.Cost!.Total, result.Value.D), Is.EqualTo(("7", (double?)0.5, 1.0)));
    }

    [Test]
    public async Task A_parameter_with_a_default_may_be_omitted()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"A": 1}}""");

        var value = (await client.Opper.CallAsync<Defaulted>("n")).Value;

        Assert.That(value, Is.EqualTo(new Defaulted(1)));
        Assert.That(JObject.Parse(OpperSchema.For<Defaulted>().ToString())["required"]!.Values<string>(), Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public async Task A_nullable_value_may_be_null_and_a_list_may_not()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"value": null}}""");

        Assert.That((await client.Opper.CallAsync<int?>("n")).Value, Is.Null);
        await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<List<int>>("n"));
        await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<int>("n"));
    }

    [Test]
    public async Task A_constructor_that_rejects_a_value_is_reported_with_the_raw_response()
    {
        const string Body = """{"span_id": "s", "json_payload": {"Age": -1}}""";
        using var client = TestClient.Answering(Body);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Checked>("n"));

        Assert.That(thrown!.RawBody, Is.EqualTo(Body));
        Assert.That(thrown.Refusal!.Message, Does.Contain("no negative age"));
        Assert.That(thrown.ToString(), Does.Not.Contain("no negative age").And.Contain(nameof(ArgumentOutOfRangeException)),
            "what the type says may quote the answer");
    }

    [Test]
    public async Task A_response_without_a_payload_is_reported()
    {
        using var client = TestClient.Answering("""{"span_id": "s1", "message": "I cannot do that"}""");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Capital>("n"));

        Assert.That(thrown!.Message, Does.Contain("json_payload"));
        Assert.That(thrown.RawBody, Does.Contain("I cannot do that"));
    }

    [TestCase(typeof(Action), "delegates")]
    [TestCase(typeof(Stream), "streams")]
    [TestCase(typeof((int A, string B)), "tuples")]
    [TestCase(typeof(HasDelegate), "HasDelegate.Callback")]
    [TestCase(typeof(IDisposable), "interface")]
    [TestCase(typeof(int[,]), "multidimensional")]
    [TestCase(typeof(HasStreamInList), "HasStreamInList.Items[]")]
    [TestCase(typeof(Empty), "no public settable members")]
    public void A_type_without_a_schema_is_rejected_with_its_member(Type type, string hint) =>
        Assert.That(() => OpperSchema.For(type), Throws.TypeOf<NotSupportedException>().With.Message.Contain(hint));

    [Test]
    public async Task Dates_ids_and_money_are_read_as_their_types()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": """
            + """{"Id": "5f0c7d2e-6a55-4f64-9d5c-0d9f0d1a2b3c", "At": "2026-01-05T09:30:02.5+02:00", "Price": """
            + """1.10, "Link": "https://x.test/a", "Text": "2024-01-02T03:04:05+05:00"}}""");

        var value = (await client.Opper.CallAsync<Typed>("n")).Value;

        Assert.That(value.At, Is.EqualTo(new DateTimeOffset(2026, 1, 5, 9, 30, 2, 500, TimeSpan.FromHours(2))));
        Assert.That(value.At.Offset, Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(value.Price.ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo("1.10"));
        Assert.That(value.Text, Is.EqualTo("2024-01-02T03:04:05+05:00"), "a string that looks like a date stays as it is");
    }

    [Test]
    public async Task A_schema_set_by_the_caller_is_kept()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"City": "Oslo", "Mood": "Calm"}}""");

        var result = await client.Opper.CallAsync<Capital>(new CallRequest { Name = "n", OutputSchema = new { type = "object" } });

        Assert.That(result.Value.City, Is.EqualTo("Oslo"));
        Assert.That((string?)JObject.Parse(client.Sent[0].Body)["output_schema"]!.ToString(Newtonsoft.Json.Formatting.None),
            Is.EqualTo("""{"type":"object"}"""));
    }

    [Test]
    public async Task The_request_object_of_the_caller_is_not_modified()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"City": "Oslo", "Mood": "Calm"}}""");
        var request = new CallRequest { Name = "n" };

        await client.Opper.CallAsync<Capital>(request);

        Assert.That(request.OutputSchema, Is.Null);
    }

    public sealed record Capital([Description("Its name.")] string City, int? Population, Mood Mood);

    public sealed class Annotated
    {
        [JsonPropertyName("the_title")]
        [StringLength(80)]
        public required string Title { get; set; }

        [Newtonsoft.Json.JsonProperty("newton")]
        [Range(1, 5)]
        public int Newton { get; set; }

        [JsonPropertyName("tags")]
        [MinLength(1)]
        public List<string>? Tags { get; set; }

        [System.Text.Json.Serialization.JsonIgnore]
        public Action? Hidden { get; set; }

        [Newtonsoft.Json.JsonIgnore]
        public Stream? AlsoHidden { get; set; }
    }

    public sealed record Node(string Name, List<Node> Children, Dictionary<string, double> Sizes);

    public sealed record Typed(Guid Id, DateTimeOffset At, decimal Price, Uri Link, string Text);

    public sealed record HasDelegate(Action Callback);

    public sealed record HasStreamInList(List<Stream> Items);

    public sealed record Kinds(string S, bool B, double D, List<string> L);

    public sealed record Defaulted(int A, int B = 5, string C = "c", string? D = null);

    public sealed class Checked
    {
        public Checked(int age) => Age = age >= 0 ? age : throw new ArgumentOutOfRangeException(nameof(age), "no negative age");

        public int Age { get; }
    }

    public sealed class Empty;
}
