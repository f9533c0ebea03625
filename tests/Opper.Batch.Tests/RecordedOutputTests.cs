using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;
using Newtonsoft.Json.Linq;
using Opper.Batch.Tests.Support;
using Opper.Chat;

namespace Opper.Batch.Tests;

/// <summary>Outputs of any type are the same when they are returned from the journal.</summary>
public sealed class RecordedOutputTests
{
    private static readonly Gen<string> Texts = Gen.String[Gen.Char["aZ \"\\\n\t<é€0{}[]"], 0, 10];

    private static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, json) => depth > 2
        ? Scalars
        : Gen.Frequency(
            (2, Scalars),
            (1, json.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (1, Gen.Select(Texts, json).Array[0, 4].Select(members => (JsonNode?)new JsonObject(members.DistinctBy(member => member.Item1)
                .Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone())))))));

    private static Gen<JsonNode?> Scalars => Gen.OneOf(
        Gen.Const((JsonNode?)null), Texts.Select(text => (JsonNode?)JsonValue.Create(text)), Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Decimal.Select(number => (JsonNode?)JsonValue.Create(number)), Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)));

    [Test]
    public Task JSON_of_any_kind_is_restored_from_the_journal() => Json.List[1, 12].SampleAsync(async nodes =>
    {
        var texts = nodes.ConvertAll(node => node?.ToJsonString() ?? "null");
        await AssertSameAsync(texts, text => RawJson.Parse(text), static (a, b) => a!.Equals(b));
        await AssertSameAsync(texts, text => RawJson.Parse(text).ToJToken(), IsSame);
        await AssertSameAsync(texts, text => RawJson.Parse(text).ToJToken() as JObject, IsSame);
        await AssertSameAsync(texts, text => RawJson.Parse(text).ToJToken() as JArray, IsSame);
        await AssertSameAsync(texts, text => RawJson.Parse(text).ToJToken() as JValue, IsSame);
        await AssertSameAsync(texts, text => RawJson.Parse(text).ToJsonElement(), static (a, b) => JsonElement.DeepEquals(a, b));
        await AssertSameAsync(texts, text => JsonNode.Parse(text), static (a, b) => JsonNode.DeepEquals(a, b));
        await AssertSameAsync(texts, text => JsonNode.Parse(text) as JsonObject, static (a, b) => JsonNode.DeepEquals(a, b));
        await AssertSameAsync(texts, text => JsonDocument.Parse(text), static (a, b) => JsonElement.DeepEquals(a!.RootElement, b!.RootElement));
        await AssertSameAsync(texts, text => new List<JToken> { RawJson.Parse(text).ToJToken(), new JObject { ["a"] = 1 } }[1..],
            static (a, b) => a!.Zip(b!).All(pair => IsSame(pair.First, pair.Second)));
        await AssertSameAsync(texts, text => new Wrapped(text, RawJson.Parse(text) is { ValueKind: not JsonValueKind.Null } json ? json : null,
            RawJson.Parse(text).ToJToken() as JObject), static (a, b) => a!.Text == b!.Text && Equals(a.Json, b.Json) && IsSame(a.Token, b.Token));
    }, iter: 20, threads: 1);

    [Test]
    public async Task Scalars_and_nulls_are_restored_from_the_journal()
    {
        await AssertSameAsync<string?>(["", "null", "é€\"\\\n", null, " "]);
        await AssertSameAsync<int?>([0, int.MinValue, null]);
        await AssertSameAsync([1m, 0.1m, 79228162514264337593543950335m, 1.000m]);
        await AssertSameAsync([0.1, double.NaN, double.PositiveInfinity, double.Epsilon]);
        await AssertSameAsync([0.1f, float.NaN, float.MaxValue]);
        await AssertSameAsync([true, false]);
        await AssertSameAsync([DayOfWeek.Friday]);
        await AssertSameAsync([Guid.NewGuid()]);
        await AssertSameAsync([new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7)]);
        await AssertSameAsync([new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)).AddTicks(7)]);
        await AssertSameAsync([TimeSpan.FromTicks(1), TimeSpan.MinValue]);
        await AssertSameAsync<object?>(["text", 7L, 0.5m, true, null]);
    }

    [Test]
    public async Task Records_collections_and_tuples_are_restored_from_the_journal()
    {
        await AssertSameAsync([new Topic("a", null, 0.1m), new Topic("", new Topic("b", null, 2), 0)]);
        await AssertSameAsync([("a", 1), ("", 2)]);
        await AssertSameAsync<int[]>([[], [1, 2]]);
        await AssertSameAsync<IReadOnlyList<float>>([[0.1f, -2f], []]);
        await AssertSameAsync<Dictionary<string, Topic?>>([new() { ["a b"] = new Topic("a", null, 1), [""] = null }]);
        await AssertSameAsync<Dictionary<string, object?>>([new() { ["a"] = "1", ["b"] = 2L, ["c"] = null, ["d"] = true }]);
        await AssertSameAsync<List<List<Topic>>>([[[new Topic("a", null, 1)], []]]);
    }

    [Test]
    public async Task Responses_of_the_client_are_restored_from_the_journal()
    {
        var call = JsonSerializer.Deserialize<CallResponse>(
            """{"span_id":"1","message":null,"json_payload":{"a":[1,2.50]},"usage":{"input_tokens":3},"cost":{"total":0.000123456789012345678},"new":[1]}""")!;
        var chat = JsonSerializer.Deserialize<ChatCompletion>(
            """{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],"created":1,"model":"m"}""")!;

        await AssertSameAsync([call], same: static (a, b) => JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b));
        await AssertSameAsync([chat], same: static (a, b) => JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b));
        await AssertSameAsync([new CallResult<Topic>(new Topic("a", null, 1), call)],
            same: static (a, b) => a!.Value == b!.Value && JsonSerializer.Serialize(a.Response) == JsonSerializer.Serialize(b.Response));
    }

    [Test]
    public async Task JSON_tokens_as_rows_are_distinguished_with_any_options()
    {
        using var folder = new TestFolder();
        var runner = BatchRunner.For<JObject, string>((row, _) => Task.FromResult($"{row["a"]}"),
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", SerializerOptions = new(JsonSerializerDefaults.Web) });

        var rows = Enumerable.Range(0, 5).Select(number => new JObject { ["a"] = number });
        Assert.That((await runner.RunAsync(rows).ToListAsync()).Select(item => item.Output).Order(), Is.EqualTo(new[] { "0", "1", "2", "3", "4" }));
    }

    [Test]
    public async Task Cost_and_duration_are_restored_exactly()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var runner = BatchRunner.ForTask<int, string>(server.Client(), "double", options: new BatchOptions { JournalPath = folder.File("run.db") });
        var fresh = await runner.RunAsync(Enumerable.Range(0, 50)).OrderBy(item => item.Index).ToListAsync();
        var replayed = await runner.RunAsync(Enumerable.Range(0, 50)).OrderBy(item => item.Index).ToListAsync();

        Assert.That(replayed.Select(item => (item.Output, item.Cost, item.InputTokens, item.OutputTokens, item.Attempts, item.Duration)),
            Is.EqualTo(fresh.Select(item => (item.Output, item.Cost, item.InputTokens, item.OutputTokens, item.Attempts, item.Duration))));
    }

    [Test]
    public async Task A_type_that_cannot_be_restored_ends_the_run_at_its_first_row()
    {
        var calls = 0;
        Assert.That(async () => await ReadAsync(_ => new Lossy { Inner = { 7 } }),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Lossy"));
        Assert.That(async () => await ReadAsync<IDisposable>(_ => new MemoryStream()),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("IDisposable"));
        Assert.That(calls, Is.EqualTo(2));

        async Task ReadAsync<T>(Func<int, T> call)
        {
            using var folder = new TestFolder();
            await BatchRunner.For<int, T>((row, _) =>
            {
                calls++;
                return Task.FromResult(call(row));
            }, new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", MaxConcurrency = 1 }).RunAsync(Enumerable.Range(0, 100)).CountAsync();
        }
    }

    [Test]
    public async Task A_member_that_is_no_longer_written_when_it_is_null_is_no_change_of_the_type()
    {
        using var folder = new TestFolder();
        await OutputAsync(new Note("a", null, 0));

        Assert.That(await OutputAsync(new BriefNote("b", null, 1)), Is.EqualTo(new BriefNote("a", null, 0)));
        Assert.That(await OutputAsync(new Note("b", null, 1), new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault }),
            Is.EqualTo(new Note("a", null, 0)));
        await Assert.ThatAsync(() => OutputAsync(new OtherNote("b", 1)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("$.More"));

        async Task<T> OutputAsync<T>(T output, JsonSerializerOptions? options = null)
        {
            // The same rows, whose keys do not depend on the options.
            var runner = BatchRunner.For<int, T>((_, _) => Task.FromResult(output),
                new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", SerializerOptions = options });
            return (await runner.RunAsync([7]).SingleAsync()).Output!;
        }
    }

    // A double may be restored as the decimal of the same digits.
    private static bool IsSame(JToken? one, JToken? other) => one?.Type == other?.Type && RawJson.From(one).Equals(RawJson.From(other));

    private static Task AssertSameAsync<T>(IEnumerable<T> values, Func<T?, T?, bool>? same = null) => AssertSameAsync(values, static value => value, same);

    private static async Task AssertSameAsync<TIn, T>(IEnumerable<TIn> rows, Func<TIn, T> call, Func<T?, T?, bool>? same = null)
    {
        using var folder = new TestFolder();
        var inputs = rows.ToList();
        var runner = BatchRunner.For<int, T>((row, _) => Task.FromResult(call(inputs[row])),
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", Order = BatchOrder.Input });
        var fresh = await runner.RunAsync(Enumerable.Range(0, inputs.Count)).ToListAsync();
        var replayed = await runner.RunAsync(Enumerable.Range(0, inputs.Count)).ToListAsync();

        Assert.That(replayed.Select(item => item.IsReplayed), Is.All.True);
        foreach (var (before, after) in fresh.Zip(replayed))
        {
            Assert.That(before.Error, Is.Null);
            if (before.Output is null)
            {
                Assert.That(after.Output, Is.Null, $"{typeof(T)}");
            }
            else if (same is null)
            {
                Assert.That(after.Output, Is.EqualTo(before.Output), $"{typeof(T)}");
            }
            else
            {
                Assert.That(same(before.Output, after.Output), $"{typeof(T)}: {before.Output} became {after.Output}");
            }
        }
    }

    private sealed record Topic(string Name, Topic? Parent, decimal Share);

    private sealed record Wrapped(string Text, RawJson? Json, JObject? Token);

    private sealed record Note(string Text, string? More, int Number);

    private sealed record OtherNote(string Text, int Number);

    private sealed record BriefNote(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? More,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Number);

    private sealed class Lossy
    {
        public List<int> Inner { get; } = [];
    }
}
