using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Inputs and outputs of any type are the same when they are read from the files of the partitions.</summary>
[NonParallelizable]
public sealed class RecordedResultTests
{
    private readonly List<BatchJob> _jobs = [];
    private readonly List<Func<Task>> _checks = [];
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [CancelAfter(120_000)]
    public async Task Rows_and_results_of_any_type_are_restored(CancellationToken cancellationToken)
    {
        foreach (var options in new JsonSerializerOptions?[] { null, new(JsonSerializerDefaults.Web) { WriteIndented = true, IncludeFields = true } })
        {
            string[] texts = ["null", "1", "0.10", "\"a\\nb\"", "[1, 2.5,\n null]", "{\"a\": {\"b\": []},\n \"c\": null}"];
            Add(options, texts.Select(text => RawJson.Parse(text)), static (a, b) => a.Equals(b));
            Add(options, texts.Select(text => RawJson.Parse(text).ToJToken()), IsSame);
            Add(options, texts.Select(text => RawJson.Parse(text).ToJToken() as JObject), IsSame);
            Add(options, texts.Select(text => RawJson.Parse(text).ToJsonElement()), JsonElement.DeepEquals);
            Add(options, texts.Select(text => JsonNode.Parse(text)), JsonNode.DeepEquals);
            Add(options, texts[1..].Select(text => new List<JToken> { RawJson.Parse(text).ToJToken() }), static (a, b) => IsSame(a.Single(), b.Single()));
            Add(options, [("a", 1), ("", 2)], AreEqual);
            Add(options, [new Topic("a", new Topic("b", null)), new Topic("", null)], AreEqual);
            Add<int?>(options, [1, null], static (a, b) => a == b);
            Add<string?>(options, ["", "a\r\nb", null], static (a, b) => a == b);
        }

        Add(options: null, [0.1, double.NaN, double.NegativeInfinity], AreEqual);
        Add<object?>(options: null, ["text", 7L, 0.5m, true, null], AreEqual);
        using var host = await Silo.StartAsync(redis: null, [.. _jobs]);
        foreach (var (job, check) in _jobs.Zip(_checks))
        {
            await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);
            await check();
        }

        await host.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_row_whose_output_would_be_restored_in_part_fails(CancellationToken cancellationToken)
    {
        var job = new BatchJob<int, Lossy>("lossy")
        {
            Partitions = 1,
            Folder = _folder.File("lossy"),
            Read = static _ => new[] { 1 }.ToAsyncEnumerable(),
            Call = static (_, _) => Task.FromResult(new Lossy { Inner = { 7 } }),
        };
        using var host = await Silo.StartAsync(redis: null, job);

        var summary = await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);

        Assert.That(summary, Is.EqualTo(new BatchSummary { Rows = 1, Failed = 1 }));
        Assert.That((await job.ReadResultsAsync(cancellationToken).SingleAsync(cancellationToken)).Error!.Message, Does.Contain(nameof(Lossy)));
        await host.StopAsync(cancellationToken);
    }

    private static bool IsSame(JToken? one, JToken? other) => one?.Type == other?.Type && RawJson.From(one).Equals(RawJson.From(other));

    private static bool AreEqual<T>(T one, T other) => EqualityComparer<T>.Default.Equals(one, other);

    private void Add<T>(JsonSerializerOptions? options, IEnumerable<T> values, Func<T, T, bool> same)
    {
        var rows = values.ToList();
        var job = new BatchJob<T, T>($"{_jobs.Count}")
        {
            Partitions = 1,
            Folder = _folder.File($"{_jobs.Count}"),
            Read = _ => rows.ToAsyncEnumerable(),
            Call = static (row, _) => Task.FromResult(row),
            SerializerOptions = options,
        };
        _jobs.Add(job);
        _checks.Add(async () =>
        {
            var results = await job.ReadResultsAsync().OrderBy(item => item.Index).ToListAsync();
            Assert.That(results.Select(item => item.Error?.Message), Is.All.Null, $"{typeof(T)}");
            Assert.That(results, Has.Count.EqualTo(rows.Count), $"{typeof(T)}");
            foreach (var (row, item) in rows.Zip(results))
            {
                Assert.That(same(row, item.Input), $"{typeof(T)}: input {row} became {item.Input}");
                Assert.That(same(row, item.Output!), $"{typeof(T)}: output {row} became {item.Output}");
            }
        });
    }

    private sealed record Topic(string Name, Topic? Parent);

    private sealed class Lossy
    {
        public List<int> Inner { get; } = [];
    }
}
