using NJsonSchema;

namespace Opper.Conventions.TypedOutput;

/// <summary>Properties of typed outputs of any type: types, values and splits are random, from seeds that a failure reports.</summary>
public sealed class TypedOutputPropertyTests
{
    private const int TypesPerSeed = 8;
    private const int ValuesPerType = 4;

    private static IEnumerable<int> Seeds => Enumerable.Range(1, 15);

    [TestCaseSource(nameof(Seeds))]
    public async Task The_schema_accepts_what_the_serializer_writes(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var schema = await ValidatorAsync(OpperSchema.For(type).ToString());
            for (var i = 0; i < ValuesPerType; i++)
            {
                var json = Wrap(type, await Laboratory.WriteAsync(Value(random, type)));

                Assert.That(Refusals(schema, json), Is.Empty, $"{Name(type)}: {json.ToString(Formatting.None)}");
            }
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task The_reader_accepts_what_the_schema_accepts(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var text = OpperSchema.For(type).ToString();
            var schema = await ValidatorAsync(text);
            for (var i = 0; i < ValuesPerType; i++)
            {
                var json = new RandomJson(random, JObject.Parse(text)).Next();
                Assert.That(Refusals(schema, json), Is.Empty, $"the generator itself, {Name(type)}: {json.ToString(Formatting.None)}");

                await Assert.ThatAsync(() => Laboratory.ReadAsync(type, json), Throws.Nothing, $"{Name(type)}: {json.ToString(Formatting.None)}");
            }
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task A_written_value_is_read_back_unchanged(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var json = await Laboratory.WriteAsync(Value(random, type));

            var read = await Laboratory.ReadAsync(type, Wrap(type, json));

            Assert.That(JToken.DeepEquals(await Laboratory.WriteAsync(read), json), Is.True, $"{Name(type)}: {json.ToString(Formatting.None)}");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task Fields_split_at_random_are_assembled_to_the_same_value(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var json = await Laboratory.WriteAsync(Value(random, type));
            var chunks = new RandomChunks(random).Fields(Wrap(type, json)).ToList();

            var value = await Laboratory.StreamAsync(type, chunks, _ => Task.CompletedTask);

            Assert.That(JToken.DeepEquals(await Laboratory.WriteAsync(value), json), Is.True, $"{Name(type)}: {json.ToString(Formatting.None)}");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task JSON_text_split_at_random_is_assembled_to_the_same_value(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var json = await Laboratory.WriteAsync(Value(random, type));
            var chunks = new RandomChunks(random).Text(Wrap(type, json)).ToList();

            var value = await Laboratory.StreamAsync(type, chunks, _ => Task.CompletedTask);

            Assert.That(JToken.DeepEquals(await Laboratory.WriteAsync(value), json), Is.True, $"{Name(type)}: {json.ToString(Formatting.None)}");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task Every_prefix_of_a_stream_gives_a_partial_value(int seed)
    {
        var random = new Random(seed);
        foreach (var type in Types(random))
        {
            var json = await Laboratory.WriteAsync(Value(random, type));
            var schema = JObject.Parse(OpperSchema.For(type).ToString());
            var chunks = new RandomChunks(random);
            foreach (var way in new[] { chunks.Fields(Wrap(type, json)), chunks.Text(Wrap(type, json)) })
            {
                var steps = 0;
                await Laboratory.StreamAsync(type, way, async value =>
                {
                    // Serializing each of many values is slow.
                    if (steps++ % 5 == 0)
                    {
                        var part = await Laboratory.WriteAsync(value);
                        Assert.That(IsPart(part, json), Is.True, $"{Name(type)}: {part.ToString(Formatting.None)} of {json.ToString(Formatting.None)}");
                    }
                });
            }
        }
    }

    private static IEnumerable<Type> Types(Random random) =>
        Enumerable.Range(0, TypesPerSeed).Select(_ => new RandomTypes(random).Next(3)).Where(type => type != typeof(string));

    private static object? Value(Random random, Type type) => new RandomValues(random).Next(type);

    private static JToken Wrap(Type type, JToken json) => OpperSchema.For(type).IsWrapped ? new JObject { ["value"] = json } : json;

    // NJsonSchema resolves references within definitions under their older name only.
    private static Task<JsonSchema> ValidatorAsync(string schema) => JsonSchema.FromJsonAsync(schema.Replace("$defs", "definitions", StringComparison.Ordinal));

    private static IEnumerable<string> Refusals(JsonSchema schema, JToken json) =>
        schema.Validate(json.ToString(Formatting.None)).Select(error => error.ToString());

    // A partial value has nothing that the complete one does not have; strings and lists are prefixes.
    private static bool IsPart(JToken part, JToken whole) => (part, whole) switch
    {
        ({ Type: JTokenType.Null }, _) => true,
        (JObject map, JObject all) => map.Properties().All(member =>
            all[member.Name] is { } value ? IsPart(member.Value, value) : member.Value is JContainer { Count: 0 } or JValue { Value: null or "" or "0" }),
        (JArray list, JArray all) => list.Count <= all.Count && list.Zip(all, IsPart).All(holds => holds),
        ({ Type: JTokenType.String }, { Type: JTokenType.String }) => !((string)whole!).StartsWith(RandomValues.TextMark, StringComparison.Ordinal)
            || ((string)whole!).StartsWith((string)part!, StringComparison.Ordinal),
        (JValue, JValue) => true,
        // A nullable value is empty at first, and null at the end.
        (_, { Type: JTokenType.Null }) => true,
        _ => false,
    };

    private static string Name(Type type) => type.IsGenericType ? $"{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
}
