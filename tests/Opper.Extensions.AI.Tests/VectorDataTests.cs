using System.Linq.Expressions;
using Newtonsoft.Json.Linq;
using Opper.Knowledge;

namespace Opper.Extensions.AI.Tests;

using Microsoft.Extensions.VectorData;

/// <summary>Knowledge bases through Microsoft.Extensions.VectorData.</summary>
public sealed class VectorDataTests : EmulatorFixture
{
    private static readonly string[] Languages = ["en", "sv"];

    private string _id = null!;

    [SetUp]
    public async Task FillAsync()
    {
        var knowledgeBase = await Opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        _id = knowledgeBase.Id;
        foreach (var (key, year, lang, isOld) in new[] { ("a", 2021, "en", true), ("b", 2023, "sv", false), ("c", 2024, "en", false) })
        {
            await Opper.Knowledge.AddDocumentAsync(_id, new AddDocumentRequest { Key = key, Content = $"Hold the red button {key}.",
                Metadata = new Dictionary<string, object?> { ["year"] = year, ["lang"] = lang, ["is_old"] = isOld } });
        }
    }

    [Test]
    public async Task Segments_are_returned_as_records_with_scores()
    {
        var results = await Opper.Knowledge.AsVectorSearchable<Manual>(_id).SearchAsync("red button", 3).ToListAsync();

        Assert.That(results.Select(result => (result.Record.Id, result.Record.Year, result.Record.Language, result.Record.IsOld)),
            Is.EquivalentTo(new[] { ("a", 2021, "en", true), ("b", 2023, "sv", false), ("c", 2024, "en", false) }));
        Assert.That(results.Select(result => result.Record.Body), Has.All.StartWith("Hold the red button"));
        Assert.That(results.Select(result => result.Score), Is.Ordered.Descending);
        Assert.That(results.Select(result => result.Score), Has.None.Null);
        var facts = (await Opper.Knowledge.AsVectorSearchable<Dictionary<string, object?>>(_id).SearchAsync("red button", 1).ToListAsync()).Single().Record;
        Assert.That(facts.Keys, Is.EquivalentTo(new[] { "key", "content", "year", "lang", "is_old" }));
    }

    private static IEnumerable<TestCaseData> Filters()
    {
        var year = 2023;
        var years = new List<int> { 2021, 2024 };
        yield return Case(manual => manual.Language == "en", """[{"field": "lang", "operation": "=", "value": "en"}]""", "a", "c");
        yield return Case(manual => manual.Language != "en", """[{"field": "lang", "operation": "!=", "value": "en"}]""", "b");
        yield return Case(manual => manual.Year > year, """[{"field": "year", "operation": ">", "value": 2023}]""", "c");
        yield return Case(manual => year > manual.Year, """[{"field": "year", "operation": "<", "value": 2023}]""", "a");
        yield return Case(manual => manual.Year >= year, """[{"field": "year", "operation": ">", "value": 2022}]""", "b", "c");
        yield return Case(manual => manual.Year <= year, """[{"field": "year", "operation": "<", "value": 2024}]""", "a", "b");
        yield return Case(manual => years.Contains(manual.Year), """[{"field": "year", "operation": "in", "value": [2021, 2024]}]""", "a", "c");
        yield return Case(manual => Languages.Contains(manual.Language), """[{"field": "lang", "operation": "in", "value": ["en", "sv"]}]""", "a", "b", "c");
        yield return Case(manual => manual.IsOld, """[{"field": "is_old", "operation": "=", "value": true}]""", "a");
        yield return Case(manual => !manual.IsOld && manual.Language == Languages[0] && manual.Year > 2000,
            """[{"field": "is_old", "operation": "=", "value": false}, {"field": "lang", "operation": "=", "value": "en"}, """
            + """{"field": "year", "operation": ">", "value": 2000}]""", "c");

        static TestCaseData Case(Expression<Func<Manual, bool>> filter, string sent, params string[] keys) => new(filter, sent, keys);
    }

    [TestCaseSource(nameof(Filters))]
    public async Task Conditions_are_sent_as_filters(Expression<Func<Manual, bool>> filter, string sent, string[] keys)
    {
        var results = await Opper.Knowledge.AsVectorSearchable<Manual>(_id).SearchAsync("red button", 3,
            new VectorSearchOptions<Manual> { Filter = filter }).ToListAsync();

        Assert.That(JToken.DeepEquals(JObject.Parse(Emulator.Requests[^1].Body!)["filters"], JArray.Parse(sent)), Emulator.Requests[^1].Body);
        Assert.That(results.Select(result => result.Record.Id), Is.EquivalentTo(keys));
    }

    private static IEnumerable<TestCaseData> OnKeysAndTexts()
    {
        var keys = new[] { "a", "rare" };
        yield return Case(manual => manual.Id == "rare", "[]", "rare");
        yield return Case(manual => "rare" == manual.Id && manual.Year > 2000, """[{"field": "year", "operation": ">", "value": 2000}]""", "rare");
        yield return Case(manual => keys.Contains(manual.Id) && manual.Id != "a", "[]", "rare");
        yield return Case(manual => manual.Id.StartsWith("RA", StringComparison.OrdinalIgnoreCase), "[]", "rare");
        yield return Case(manual => manual.Body.Contains("cellar"), "[]", "rare");
        yield return Case(manual => manual.Body.EndsWith('.') && !manual.Body.Contains("button"), "[]", "rare");
        yield return Case(manual => manual.Id == "nowhere", "[]");

        static TestCaseData Case(Expression<Func<Manual, bool>> filter, string sent, params string[] found) => new(filter, sent, found);
    }

    [TestCaseSource(nameof(OnKeysAndTexts))]
    public async Task Conditions_on_key_and_text_find_records_beyond_the_first_results(Expression<Func<Manual, bool>> filter, string sent, string[] found)
    {
        foreach (var number in Enumerable.Range(0, 30))
        {
            await Opper.Knowledge.AddDocumentAsync(_id, new AddDocumentRequest { Key = $"n{number}", Content = $"Hold the red button {number}.",
                Metadata = new Dictionary<string, object?> { ["year"] = 2020, ["lang"] = "en" } });
        }

        await Opper.Knowledge.AddDocumentAsync(_id, new AddDocumentRequest { Key = "rare", Content = "Red pumps stand in the cellar.",
            Metadata = new Dictionary<string, object?> { ["year"] = 2020, ["lang"] = "en" } });

        var results = await Opper.Knowledge.AsVectorSearchable<Manual>(_id).SearchAsync("red button", 1,
            new VectorSearchOptions<Manual> { Filter = filter }).ToListAsync();

        Assert.That(results.Select(result => result.Record.Id), Is.EqualTo(found));
        Assert.That(JToken.DeepEquals(JObject.Parse(Emulator.Requests[^1].Body!)["filters"] ?? new JArray(), JArray.Parse(sent)), Emulator.Requests[^1].Body);
    }

    [Test]
    public async Task Dictionary_records_can_be_filtered_by_key_and_text()
    {
        var results = await Opper.Knowledge.AsVectorSearchable<Dictionary<string, object?>>(_id)
            .SearchAsync("red button", 3, new() { Filter = record => (string)record["key"]! == "b" && (string)record["lang"]! == "sv" }).ToListAsync();

        Assert.That(results.Select(result => result.Record["content"]!.ToString()), Is.EqualTo(new[] { "Hold the red button b." }));
    }

    private static IEnumerable<Expression<Func<Manual, bool>>> Refused()
    {
        yield return manual => manual.Language == "en" || manual.Year > 2000;
        yield return manual => manual.Language.StartsWith('e');
        yield return manual => manual.Language == null;
        yield return manual => manual.Year + 1 == 2024;
        yield return manual => manual.Id == null;
        yield return manual => manual.Body.Length == 3;
        yield return manual => manual.Id == "a" || manual.Id == "b";
        yield return manual => manual.Id.Trim() == "a";
        yield return manual => manual.Year == DateTime.Now.AddYears(1).Year;
        yield return manual => new List<int>().Contains(manual.Year);
    }

    [TestCaseSource(nameof(Refused))]
    public void Unsupported_conditions_are_rejected_before_sending(Expression<Func<Manual, bool>> filter)
    {
        var sentBefore = Emulator.Requests.Count;

        Assert.Catch<NotSupportedException>(
            () => Opper.Knowledge.AsVectorSearchable<Manual>(_id).SearchAsync("red", 3, new VectorSearchOptions<Manual> { Filter = filter }));

        Assert.That(Emulator.Requests, Has.Count.EqualTo(sentBefore));
    }

    [Test]
    public async Task Results_can_be_skipped_and_limited_by_score()
    {
        var searchable = Opper.Knowledge.AsVectorSearchable<Manual>(_id);

        var all = await searchable.SearchAsync("red button", 3).ToListAsync();
        var last = await searchable.SearchAsync("red button", 2, new VectorSearchOptions<Manual> { Skip = 1 }).ToListAsync();
        var none = await searchable.SearchAsync("red button", 3, new VectorSearchOptions<Manual> { ScoreThreshold = all[0].Score + 1 }).ToListAsync();

        Assert.That(last.Select(result => result.Record.Id), Is.EqualTo(all.Skip(1).Select(result => result.Record.Id)));
        Assert.That(none, Is.Empty);
        Assert.That(searchable.GetService(typeof(VectorStoreCollectionMetadata)), Is.TypeOf<VectorStoreCollectionMetadata>());
        Assert.Catch<NotSupportedException>(() => searchable.SearchAsync(new ReadOnlyMemory<float>([1f]), 3));
        Assert.Catch<NotSupportedException>(() => searchable.SearchAsync("red", 3, new VectorSearchOptions<Manual> { IncludeVectors = true }));
        Assert.Catch<ArgumentOutOfRangeException>(() => searchable.SearchAsync("red", 0));
    }

    public sealed class Manual
    {
        [VectorStoreKey]
        public string Id { get; set; } = string.Empty;

        [VectorStoreData(IsFullTextIndexed = true)]
        public string Body { get; set; } = string.Empty;

        public int Year { get; set; }

        [VectorStoreData(StorageName = "lang")]
        public string Language { get; set; } = string.Empty;

        [System.Text.Json.Serialization.JsonPropertyName("is_old")]
        public bool IsOld { get; set; }
    }
}
