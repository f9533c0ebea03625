using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;
using Opper.Chat;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Opper.Tests;

/// <summary>Whatever the schema allows can be read; types that cannot be read or written are rejected before sending.</summary>
public sealed class TypedSerializationTests
{
    public sealed record Computed(string First, string Last)
    {
        public string Full => First + Last;
    }

    public sealed class Filled
    {
        public List<string> Items { get; } = [];

        public Dictionary<string, int> Counts { get; } = [];

        public IReadOnlyList<int> Numbers { get; } = [];

        public string Name { get; private set; } = "";
    }

    public sealed record FilledRecord(string Name)
    {
        public List<string> Tags { get; } = [];

        public int Level { get; private set; }
    }

    public abstract class Base
    {
        public virtual string Name { get; set; } = "";

        public abstract int Size { get; set; }
    }

    public sealed class Overridden : Base
    {
        private string _name = "";

        public override string Name
        {
            get => _name;
            set => _name = value;
        }

        public override int Size { get; set; }

        public override string ToString() => Name;
    }

    public struct Plain
    {
        public int X { get; set; }

        public int Y { get; private set; }

        public readonly int Sum => X + Y;
    }

    public sealed record TwoConstructors(string A, int B)
    {
        public TwoConstructors(string a)
            : this(a, 1)
        {
        }
    }

    public sealed class Ambiguous
    {
        public Ambiguous(int a) => A = a;

        public Ambiguous(string b) => A = b.Length;

        public int A { get; }
    }

    public sealed class Closed
    {
        private Closed(int a) => A = a;

        public int A { get; }

        public static Closed Of(int a) => new(a);
    }

    public sealed class Hidden
    {
        private Hidden()
        {
        }

        public string A { get; set; } = "";
    }

    [JsonConverter(typeof(UserIdConverter))]
    public readonly record struct UserId(Guid Value);

    public sealed class UserIdConverter : JsonConverter<UserId>
    {
        public override UserId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, UserId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    public sealed class Masked : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue("***");
    }

    public sealed record Account(UserId Id, [property: JsonConverter(typeof(Masked))] string Secret);

    public sealed record Stated([property: OpperSchema("""{"type": "string", "format": "uuid"}""")] UserId Id);

    [Flags]
    public enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    [Flags]
    public enum Unnamed
    {
        Read = 1,
        Write = 2,
    }

    public sealed record Named([property: Newtonsoft.Json.JsonProperty("x")] string A, [Newtonsoft.Json.JsonProperty("y")] int B);

    public sealed class Ruled
    {
        [Range(typeof(decimal), "0.1", "1.5")]
        public decimal Share { get; set; }
    }

    public sealed record Kinds<T>(T Value);

    public sealed class Unbound(List<int> items)
    {
        public int Count => items.Count;

        public int Size { get; set; }
    }

    public sealed record Partly(int A, [property: JsonIgnore] string B = "own");

    public sealed class Veil : Newtonsoft.Json.JsonConverter<string>
    {
        public override string? ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue,
            Newtonsoft.Json.JsonSerializer serializer) => (string?)reader.Value;

        public override void WriteJson(Newtonsoft.Json.JsonWriter writer, string? value, Newtonsoft.Json.JsonSerializer serializer) => writer.WriteValue("***");
    }

    public sealed record Veiled([Newtonsoft.Json.JsonConverter(typeof(Veil))] string Secret);

    public sealed class VeiledItems
    {
        [Newtonsoft.Json.JsonProperty(ItemConverterType = typeof(Veil))]
        public List<string> Secrets { get; set; } = [];
    }

    [Newtonsoft.Json.JsonObject(NamingStrategyType = typeof(Newtonsoft.Json.Serialization.SnakeCaseNamingStrategy))]
    public sealed class Snaked
    {
        public int TheValue { get; set; }
    }

    public sealed class StjExtension
    {
        [JsonExtensionData]
        public Dictionary<string, JToken>? More { get; set; }
    }

    public sealed class ObjectExtension
    {
        public int A { get; set; }

        [JsonExtensionData]
        public System.Text.Json.Nodes.JsonObject? More { get; set; }
    }

    public sealed class NetExtension
    {
        public int A { get; set; }

        [Newtonsoft.Json.JsonExtensionData]
        private readonly IDictionary<string, JToken> _more = new Dictionary<string, JToken>();

        public JToken More(string name) => _more[name];
    }


    [Test]
    public async Task A_computed_member_is_neither_in_the_schema_nor_required()
    {
        Assert.That(await Read<Computed>("""{"First": "a", "Last": "b"}"""), Is.EqualTo(new Computed("a", "b")));
        Assert.That(Properties<Computed>(), Is.EqualTo(new[] { "First", "Last" }));
    }

    [Test]
    public async Task Collections_and_members_without_public_setters_are_populated()
    {
        var filled = await Read<Filled>("""{"Items": ["a"], "Counts": {"b": 2}, "Numbers": [3], "Name": "n"}""");
        var record = await Read<FilledRecord>("""{"Name": "n", "Tags": ["t"], "Level": 4}""");
        var plain = await Read<Plain>("""{"X": 1, "Y": 2}""");

        Assert.That((filled.Items[0], filled.Counts["b"], filled.Numbers[0], filled.Name), Is.EqualTo(("a", 2, 3, "n")));
        Assert.That((record.Name, record.Tags[0], record.Level), Is.EqualTo(("n", "t", 4)));
        Assert.That((plain.X, plain.Y), Is.EqualTo((1, 2)));
        Assert.That(Properties<Filled>(), Is.EqualTo(new[] { "Items", "Counts", "Numbers", "Name" }));
        Assert.That(Properties<FilledRecord>(), Is.EquivalentTo(new[] { "Name", "Tags", "Level" }));
        Assert.That(Properties<Plain>(), Is.EqualTo(new[] { "X", "Y" }));
    }

    [Test]
    public async Task An_overridden_member_is_read_once()
    {
        var value = await Read<Overridden>("""{"Name": "n", "Size": 2}""");

        Assert.That((value.Name, value.Size), Is.EqualTo(("n", 2)));
        Assert.That(Properties<Overridden>(), Is.EquivalentTo(new[] { "Name", "Size" }));
    }

    [Test]
    public async Task A_record_is_created_by_its_primary_constructor_and_a_class_by_a_nonpublic_one()
    {
        Assert.That(await Read<TwoConstructors>("""{"A": "a", "B": 2}"""), Is.EqualTo(new TwoConstructors("a", 2)));
        Assert.That((await Read<Hidden>("""{"A": "a"}""")).A, Is.EqualTo("a"));
    }

    [TestCase(typeof(Ambiguous), "[JsonConstructor]")]
    [TestCase(typeof(Closed), "[JsonConstructor]")]
    [TestCase(typeof(List<Kinds<Ambiguous>>), "ListOfKindsOfAmbiguous[].Value")]
    [TestCase(typeof(BlockingCollection<int>), "collection")]
    [TestCase(typeof(Kinds<BlockingCollection<int>>), ".Value")]
    [TestCase(typeof(ILookup<string, int>), "collection")]
    [TestCase(typeof(KeyedCollection<string, int>), "cannot be")]
    [TestCase(typeof(Unbound), "'items'")]
    [TestCase(typeof(VeiledItems), "ItemConverterType")]
    [TestCase(typeof(StjExtension), "More")]
    [TestCase(typeof(Kinds<System.Text.StringBuilder>), ".Value")]
    [TestCase(typeof(Kinds<IAsyncEnumerable<int>>), ".Value")]
    [TestCase(typeof(Kinds<Exception>), ".Value")]
    public void A_type_that_cannot_be_deserialized_is_rejected_with_a_suggestion(Type type, string hint) =>
        Assert.That(() => OpperSchema.For(type), Throws.TypeOf<NotSupportedException>().With.Message.Contain(hint));

    [Test]
    public async Task Collections_without_an_Add_method_are_deserialized()
    {
        NeedsNewerTypes();
        Assert.That(await Read<FrozenSet<int>>("""{"value": [1, 2]}"""), Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That((await Read<FrozenDictionary<string, int>>("""{"a": 1}"""))["a"], Is.EqualTo(1));
        Assert.That(await Read<ImmutableArray<int>>("""{"value": [1, 2]}"""), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await Read<ReadOnlyCollection<int>>("""{"value": [1, 2]}"""), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await Read<List<KeyValuePair<string, int>>>("""{"value": [{"Key": "a", "Value": 1}]}"""),
            Is.EqualTo(new[] { KeyValuePair.Create("a", 1) }));
        Assert.That(await Read<IReadOnlySet<int>>("""{"value": [1, 2]}"""), Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That(await Read<Stack<int>>("""{"value": [1, 2]}"""), Is.EqualTo(new[] { 2, 1 }), "the last is on top");
        Assert.That(await Read<ConcurrentDictionary<Access, int>>("""{"Read, Write": 1}"""),
            Is.EqualTo(new Dictionary<Access, int> { [Access.Read | Access.Write] = 1 }));
    }

    [Test]
    public async Task Converters_of_System_Text_Json_are_used_in_both_directions()
    {
        var id = Guid.NewGuid();
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": {\"Id\": \"" + id + "\", \"Secret\": \"x\"}}");

        var account = (await client.Opper.CallAsync<Account>("n",
            input: new { account = new Account(new UserId(id), "hunter2"), list = new[] { new UserId(id) } })).Value;

        Assert.That(account, Is.EqualTo(new Account(new UserId(id), "x")));
        Assert.That(client.Sent[0].Body, Does.Not.Contain("hunter2").And.Contain("***").And.Contain($"[\"{id}\"]"));
        Assert.That(Schema<Account>()["properties"]!["Id"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("{}"));
        Assert.That(Schema<Stated>()["properties"]!["Id"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"type":"string","format":"uuid"}"""));
    }

    [Test]
    public async Task Json_NET_attributes_on_parameters_names_and_extension_data_are_used_in_both_directions()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"A": 1, "b": {"c": [1.50]}, "d": null}}""");

        var value = (await client.Opper.CallAsync<NetExtension>("n",
            input: new { veiled = new Veiled("hunter2"), snaked = new Snaked { TheValue = 1 } })).Value;
        await client.Opper.CallAsync<NetExtension>("n", input: value);

        Assert.That((value.More("b")["c"]![0]!.ToString(), value.More("d").Type), Is.EqualTo(("1.50", JTokenType.Null)));
        Assert.That(client.Sent[0].Body, Does.Contain("""{"veiled":{"Secret":"***"},"snaked":{"the_value":1}}"""));
        Assert.That(client.Sent[1].Body, Does.Contain("\"input\":{\"A\":1,\"b\":{\"c\":[1.50]},\"d\":null}"));
        Assert.That((await Read<Veiled>("""{"Secret": "x"}""")).Secret, Is.EqualTo("x"));
    }

    [Test]
    public async Task Extension_data_that_System_Text_Json_would_write_as_invalid_JSON_is_rejected()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "ok"}""");
        var read = await Read<ObjectExtension>("""{"A": 1, "B": [2]}""");

        Assert.That((int)read.More!["B"]![0]!, Is.EqualTo(2));
        Assert.That(await Assert.CatchAsync<ArgumentException>(() => client.Opper.CallAsync<string>("n", input: new { list = new[] { read } })),
            Has.Message.Contain("ObjectExtension.More"));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public async Task An_ignored_member_with_a_constructor_parameter_is_neither_in_the_schema_nor_read()
    {
        Assert.That(Properties<Partly>(), Is.EqualTo(new[] { "A" }));
        Assert.That(await Read<Partly>("""{"A": 1, "B": "x"}"""), Is.EqualTo(new Partly(1)));
    }

    [TestCase("PT90S", "00:01:30")]
    [TestCase("P1DT2H", "1.02:00:00")]
    [TestCase("24:00:00", "1.00:00:00")]
    [TestCase("1:30:00", "01:30:00")]
    [TestCase("-36:00:00", "-1.12:00:00")]
    [TestCase("1.02:03:04.05", "1.02:03:04.0500000")]
    [TestCase("1000:00:00.0000001", "41.16:00:00.0000001")]
    [TestCase("-PT1.5S", "-00:00:01.5000000")]
    [TestCase("PT36H", "1.12:00:00")]
    [TestCase("P2D", "2.00:00:00")]
    [TestCase("PT1H30M", "01:30:00")]
    [TestCase("10675199.02:48:05.4775807", "10675199.02:48:05.4775807")]
    [TestCase("-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808")]
    [TestCase("10675199.02:48:05.4775808", null)]
    [TestCase("999999999:00:00", null)]
    [TestCase("1.24:00:00", null)]
    [TestCase("1.2.03:04:05", null)]
    [TestCase("1:2:3", null)]
    [TestCase("00:00:01.", null)]
    [TestCase("00:00:01.12345678", null)]
    [TestCase("00:00:01 ", null)]
    [TestCase("P", null)]
    [TestCase("PT", null)]
    [TestCase("P1DT", null)]
    [TestCase("PT1M1H", null)]
    [TestCase("PT5", null)]
    [TestCase("P5", null)]
    [TestCase("--00:00:01", null)]
    [TestCase("90", null)]
    [TestCase("14:30", null)]
    [TestCase("P1M", null)]
    [TestCase("P1Y", null)]
    [TestCase("00:61:00", null)]
    [TestCase("", null)]
    public Task A_duration_is_read_if_unambiguous(string text, string? expected) =>
        IsReadAs<TimeSpan>(text, expected is null ? null : TimeSpan.ParseExact(expected, "c", System.Globalization.CultureInfo.InvariantCulture));

    [TestCase("14:30:00", "14:30:00")]
    [TestCase("14:30", "14:30:00")]
    [TestCase("14:30:00Z", "14:30:00")]
    [TestCase("14:30:00+02:00", "14:30:00")]
    [TestCase("14:30:00.5", "14:30:00.5")]
    [TestCase("14:30:00.123456789-05:00", "14:30:00.1234567")]
    [TestCase("14:30:00.", null)]
    [TestCase("14:30:00.x", null)]
    [TestCase("14:30:00+2:00", null)]
    [TestCase("14:3", null)]
    [TestCase("2:30 PM", null)]
    [TestCase("25:00:00", null)]
    public Task A_time_of_day_is_read_if_unambiguous(string text, string? expected) =>
        IsReadAs(text, expected is null ? null : (TimeOnly?)TimeOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [TestCase("2026-01-05T09:30:00Z", true)]
    [TestCase("2026-01-05 09:30:00+02:00", true)]
    [TestCase("2026-01-05t09:30:00.123456789z", true)]
    [TestCase("2026-01-05T09:30:00", false)]
    [TestCase("2026-01-05", false)]
    [TestCase("5 January 2026", false)]
    [TestCase("01/05/2026", false)]
    public async Task A_date_and_time_without_an_offset_is_rejected(string text, bool isRead)
    {
        if (isRead)
        {
            Assert.That((await Read<Kinds<DateTimeOffset>>($$"""{"Value": "{{text}}"}""")).Value.Year, Is.EqualTo(2026));
        }
        else
        {
            await Assert.CatchAsync<OpperSerializationException>(() => Read<Kinds<DateTimeOffset>>($$"""{"Value": "{{text}}"}"""));
        }
    }

    [TestCase("2026-01-05", "2026-01-05")]
    [TestCase("2026-01-05T00:00:00Z", "2026-01-05")]
    [TestCase("2026-01-05T10:00:00Z", null)]
    [TestCase("05.01.2026", null)]
    public Task A_date_is_read_if_unambiguous(string text, string? expected) =>
        IsReadAs(text, expected is null ? null : (DateOnly?)DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Test]
    public async Task Wide_and_narrow_numbers_keep_their_digits()
    {
        NeedsNewerTypes();
        var big = BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture);
        Assert.That((await Read<Kinds<BigInteger>>("""{"Value": 123456789012345678901234567890}""")).Value, Is.EqualTo(big));
        Assert.That((await Read<Kinds<Int128>>("""{"Value": 123456789012345678901234567890}""")).Value, Is.EqualTo((Int128)big));
        Assert.That((await Read<Kinds<Half>>("""{"Value": 1.5}""")).Value, Is.EqualTo((Half)1.5));
        Assert.That((await Read<Kinds<long>>("""{"Value": 1e3}""")).Value, Is.EqualTo(1000));
        Assert.That((await Read<Kinds<char>>("""{"Value": "x"}""")).Value, Is.EqualTo('x'));
        Assert.That((await Read<Kinds<Version>>("""{"Value": "1.2.3"}""")).Value, Is.EqualTo(new Version(1, 2, 3)));
        await Assert.CatchAsync<OpperSerializationException>(() => Read<Kinds<double>>("""{"Value": 1e400}"""));
        await Assert.CatchAsync<OpperSerializationException>(() => Read<Kinds<byte>>("""{"Value": 256}"""));
    }

    [Test]
    public async Task Flags_without_names_are_written_as_an_empty_string_or_rejected()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "ok"}""");

        await client.Opper.CallAsync<string>("n", input: new { none = Access.None, both = Access.Read | Access.Write, zero = (Unnamed)0 });

        Assert.That(client.Sent[0].Body, Does.Contain("""{"none":"None","both":"Read, Write","zero":""}"""));
        Assert.That((await Read<Kinds<Unnamed>>("""{"Value": ""}""")).Value, Is.EqualTo((Unnamed)0));
        Assert.That(await Assert.CatchAsync<ArgumentException>(() => client.Opper.CallAsync<string>("n", input: new { bits = (Access)9 })),
            Has.Message.Contain("bits"));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task JsonProperty_names_on_properties_and_parameters_are_used()
    {
        Assert.That(Properties<Named>(), Is.EqualTo(new[] { "x", "y" }));
        Assert.That(await Read<Named>("""{"x": "a", "y": 1}"""), Is.EqualTo(new Named("a", 1)));
    }

    [Test]
    public void A_type_that_is_local_to_a_file_has_a_plain_name() =>
        Assert.That(OpperSchema.For<List<Local>>().ToString(), Does.Contain("#/$defs/Local\"").And.Not.Contain("<"));

    [Test]
    public async Task Range_bounds_given_as_strings_are_culture_invariant()
    {
        // As in German; the tests run without culture data.
        System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(string.Empty)
        {
            NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
        };
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"Share": 1.2}}""",
            configure: static options => options.ValidateOutputs = true);
        using var wrong = TestClient.Answering("""{"span_id": "s", "json_payload": {"Share": 12}}""",
            configure: static options => options.ValidateOutputs = true);

        Assert.That((await client.Opper.CallAsync<Ruled>("n")).Value.Share, Is.EqualTo(1.2m));
        await Assert.CatchAsync<OpperSerializationException>(() => wrong.Opper.CallAsync<Ruled>("n"));
    }

    [TestCase("5")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{\"json_payload\": {\"value\": {\"\\ud800\": 1}}}")]
    [TestCase("{\"json_payload\": {\"\\ud800\": 1}}")]
    [TestCase("{\"json_payload\": {\"value\": [\"\\ud800\"]}}")]
    [TestCase("{\"json_payload\": {\"value\"")]
    public async Task Invalid_output_throws_an_exception_of_the_library(string body)
    {
        using var client = TestClient.Answering(body);

        await Assert.CatchAsync<OpperException>(() => client.Opper.CallAsync<Dictionary<string, string>[]>("n"));
        await Assert.CatchAsync<OpperException>(() => client.Opper.CallAsync<int>("n"));
        await Assert.CatchAsync<OpperException>(() => client.Opper.CallAsync<Computed>("n"));
    }

    [Test]
    public async Task A_number_that_JSON_cannot_represent_is_rejected_with_its_member()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "ok"}""");

        await Assert.CatchAsync<ArgumentException>(() => client.Opper.CallAsync<string>("n", input: double.NaN));
        var thrown = await Assert.CatchAsync<ArgumentException>(
            () => client.Opper.CallAsync<string>("n", input: new { deep = new[] { new { rate = float.PositiveInfinity } } }));

        Assert.That(thrown!.Message, Does.Contain("deep[0].rate").Or.Contain("$.deep[0].rate").Or.Contain("rate"));
        Assert.That(client.Sent, Is.Empty);
    }

    public sealed record Private(int Number, DateOnly Day, Level Level, Dictionary<string, int> Map, Shouting? Loud, List<string> Texts);

    public enum Level
    {
        Low,
    }

    public sealed class Shouting
    {
        public Shouting(string text) => Text = text.Length < 3 ? text : throw new ArgumentException($"{text} is too long");

        public string Text { get; }
    }

    [TestCase("""{"Number": "MARKER", "Day": "2026-01-01", "Level": "Low", "Map": {}, "Texts": []}""")]
    [TestCase("""{"Number": 1, "Day": "MARKER", "Level": "Low", "Map": {}, "Texts": []}""")]
    [TestCase("""{"Number": 1, "Day": "2026-01-01", "Level": "MARKER", "Map": {}, "Texts": []}""")]
    [TestCase("""{"Number": 1, "Day": "2026-01-01", "Level": "Low", "Map": {"MARKER": "x"}, "Texts": []}""")]
    [TestCase("""{"Number": 1, "Day": "2026-01-01", "Level": "Low", "Map": {"MARKER": {"MARKER": 1}}, "Texts": []}""")]
    [TestCase("""{"Number": 1, "Day": "2026-01-01", "Level": "Low", "Map": {}, "Texts": [], "Loud": {"Text": "MARKER"}}""")]
    [TestCase("""{"Number": 1, "Day": "2026-01-01", "Level": "Low", "Map": {}, "Texts": ["MARKER", null]}""")]
    [TestCase("""{"MARKER": "MARKER"}""")]
    [TestCase("\"MARKER\"")]
    [TestCase("[\"MARKER\"]")]
    [TestCase("{\"Number\": MARKER}")]
    public async Task Exception_messages_contain_no_part_of_the_output(string json)
    {
        using var call = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + json + "}");
        using var chat = TestClient.Answering(new JObject { ["id"] = "c", ["created"] = 1, ["model"] = "m", ["choices"] = new JArray(
            new JObject { ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JObject { ["role"] = "assistant", ["content"] = json } }) }.ToString());
        var stream = OpperStream.FromChunks<Private>(new[] { new StreamChunk { Delta = json } }.ToAsyncEnumerable());

        var thrown = new[]
        {
            await Assert.CatchAsync<OpperException>(() => call.Opper.CallAsync<Private>("n")),
            await Assert.CatchAsync<OpperException>(
                () => chat.Opper.Chat.CompleteAsync<Private>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } })),
            await Assert.CatchAsync<OpperException>(() => stream.GetFinalResultAsync()),
        };

        Assert.That(thrown.Select(static exception => exception!.ToString()), Has.None.Contain("MARKER"));
    }

    [TestCase("Here it is:\n```json\n{0}\n```\nDo you need more?")]
    [TestCase("<think>An object {{like this}}?</think>\n{0}")]
    [TestCase("The answer [as asked] is {0}")]
    [TestCase("\uFEFF  {0}  ")]
    [TestCase("```\n{0}\n```")]
    public async Task Text_around_JSON_is_skipped_by_calls_chats_and_streams_unless_disabled(string form)
    {
        foreach (var (json, isList) in new[] { ("""{"First": "a", "Last": "b"}""", false), ("""{"value": [1, 2]}""", true) })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, json);
            using var call = TestClient.Answering(new JObject { ["span_id"] = "s", ["message"] = text }.ToString());
            using var chat = TestClient.Answering(new JObject { ["id"] = "c", ["created"] = 1, ["model"] = "m",
                ["choices"] = new JArray(new JObject { ["index"] = 0, ["finish_reason"] = "stop",
                    ["message"] = new JObject { ["role"] = "assistant", ["content"] = text } }) }.ToString());
            var request = new ChatCompletionRequest { Messages = { ChatMessage.User("x") } };
            if (isList)
            {
                Assert.That((await call.Opper.CallAsync<int[]>("n")).Value, Is.EqualTo(new[] { 1, 2 }));
                Assert.That((await chat.Opper.Chat.CompleteAsync<int[]>(request)).Value, Is.EqualTo(new[] { 1, 2 }));
                continue;
            }

            Assert.That((await call.Opper.CallAsync<Computed>("n")).Value, Is.EqualTo(new Computed("a", "b")));
            Assert.That((await chat.Opper.Chat.CompleteAsync<Computed>(request)).Value, Is.EqualTo(new Computed("a", "b")));
            using var stream = TestClient.Streaming($"data: {new JObject { ["delta"] = text }.ToString(Newtonsoft.Json.Formatting.None)}\n\n");
            Assert.That((await stream.Opper.StreamAsync<Computed>("n").GetFinalResultAsync()).Value, Is.EqualTo(new Computed("a", "b")));

            static void Forbid(OpperClientOptions options) => options.AllowTextAroundJson = false;
            foreach (var strict in new Func<Task>[]
            {
                () => call.Opper.WithOptions(Forbid).CallAsync<Computed>("n"),
                () => chat.Opper.WithOptions(Forbid).Chat.CompleteAsync<Computed>(request),
                () => stream.Opper.WithOptions(Forbid).StreamAsync<Computed>("n").GetFinalResultAsync(),
            })
            {
                Assert.That(await Record(strict), form.Trim('\uFEFF', ' ') == "{0}" ? Is.Null : Is.InstanceOf<OpperSerializationException>());
            }
        }
    }

    [Test]
    public async Task A_scalar_may_be_in_a_code_fence()
    {
        using var chat = TestClient.Answering("""{"id": "c", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message": """
            + """{"role": "assistant", "content": "```json\n42\n```"}}]}""");

        Assert.That((await chat.Opper.Chat.CompleteAsync<int>(new ChatCompletionRequest { Messages = { ChatMessage.User("x") } })).Value, Is.EqualTo(42));
    }

    [Test]
    public async Task A_schema_can_be_given_as_a_type_or_as_JSON_text()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "ok"}""");

        await client.Opper.CallAsync(new CallRequest { Name = "n", InputSchema = typeof(Computed), OutputSchema = typeof(Computed) });
        await client.Opper.CallAsync(new CallRequest { Name = "n", OutputSchema = """{"type": "object"}""" });

        var body = JObject.Parse(client.Sent[0].Body);
        Assert.That(((JObject)body["output_schema"]!["properties"]!).Properties().Select(static property => property.Name),
            Is.EqualTo(new[] { "First", "Last" }));
        Assert.That(((JObject)body["input_schema"]!["properties"]!).Properties().Select(static property => property.Name),
            Is.EqualTo(new[] { "First", "Last", "Full" }));
        Assert.That(JObject.Parse(client.Sent[1].Body)["output_schema"]!.Type, Is.EqualTo(JTokenType.Object));
        await Assert.CatchAsync<ArgumentException>(() => client.Opper.CallAsync(new CallRequest { Name = "n", OutputSchema = "an invoice" }));
        Assert.That(client.Sent, Has.Count.EqualTo(2));
    }

    private static async Task<Exception?> Record(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (OpperException exception)
        {
            return exception;
        }
    }

    // The netstandard2.0 assembly does not support newer types.
    private static void NeedsNewerTypes() => Assume.That(
        typeof(OpperClient).Assembly.GetCustomAttributes(typeof(System.Runtime.Versioning.TargetFrameworkAttribute),
            inherit: false).Cast<System.Runtime.Versioning.TargetFrameworkAttribute>().Single().FrameworkName,
        Does.StartWith(".NETCoreApp"));

    private static async Task IsReadAs<T>(string text, T? expected)
        where T : struct
    {
        if (typeof(T) != typeof(TimeSpan))
        {
            NeedsNewerTypes();
        }

        var json = $$"""{"Value": "{{text}}"}""";
        if (expected is { } value)
        {
            Assert.That((await Read<Kinds<T>>(json)).Value, Is.EqualTo(value));
            return;
        }

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => Read<Kinds<T>>(json));
        Assert.That(thrown!.JsonPath, Is.EqualTo("json_payload.Value"));
    }

    private static async Task<T> Read<T>(string payload)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + payload + "}");
        return (await client.Opper.CallAsync<T>("n")).Value;
    }

    private static JObject Schema<T>() => JObject.Parse(OpperSchema.For<T>().ToString());

    private static IEnumerable<string> Properties<T>() => ((JObject)Schema<T>()["properties"]!).Properties().Select(static property => property.Name);
}

file sealed record Local(int A);
