using System.Globalization;
using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Tracing;

namespace Opper.Integration;

/// <summary>Lists and searches that use an index return the same as a full scan.</summary>
public sealed class ManyRecordsTests : EmulatorFixture
{
    [Test]
    public async Task Traces_are_derived_from_their_spans_in_any_order_of_creation_and_deletion([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var traces = Enumerable.Range(0, 6).Select(_ => Id(random)).ToArray();
        var ids = Enumerable.Range(0, 60).Select(_ => Id(random)).ToArray();
        var spans = new Dictionary<string, CreateSpanRequest>();
        for (var step = 0; step < 150; step++)
        {
            var number = random.Next(ids.Length);
            var id = ids[number];
            if (!spans.TryGetValue(id, out var known))
            {
                // Parents may be unknown, in another trace, or their own descendants.
                spans[id] = new CreateSpanRequest
                {
                    Id = id,
                    TraceId = traces[number % traces.Length],
                    ParentSpanId = random.Next(3) == 0 ? null : ids[random.Next(ids.Length)],
                    Name = $"span {random.Next(4)}",
                    StartTime = start.AddSeconds(random.Next(100)),
                };
                await Client.Spans.CreateAsync(spans[id]);
            }
            else if (random.Next(2) == 0)
            {
                known.Name = $"span {random.Next(4)}";
                known.StartTime = start.AddSeconds(random.Next(100));
                await Client.Spans.UpdateAsync(id, new UpdateSpanRequest { Name = known.Name, StartTime = known.StartTime });
            }
            else
            {
                spans.Remove(id);
                await Client.Spans.DeleteAsync(id);
            }
        }

        var listed = (await Client.Traces.ListAsync()).Data;
        var inOrder = spans.Values.GroupBy(span => span.TraceId!).ToDictionary(group => group.Key, group => Root([.. group]));

        Assert.That(listed.Select(trace => trace.Id), Is.EquivalentTo(inOrder.Keys));
        Assert.That(listed.Select(trace => trace.StartTime), Is.Ordered.Descending);
        foreach (var trace in listed)
        {
            Assert.That((trace.Name, trace.StartTime), Is.AnyOf(inOrder[trace.Id].Select(root => (object)(root.Name, root.StartTime)).ToArray()), trace.Id);
            Assert.That((await Client.Traces.GetAsync(trace.Id)).Spans!.Select(span => span.Id),
                Is.EquivalentTo(spans.Values.Where(span => span.TraceId == trace.Id).Select(span => span.Id)));
        }

        foreach (var name in Enumerable.Range(0, 4).Select(n => $"span {n}"))
        {
            var page = await Client.Traces.ListAsync(name: name, limit: 1);
            Assert.That(page.Meta!.TotalCount, Is.EqualTo(listed.Count(trace => trace.Name == name)));
        }
    }

    [Test]
    public async Task Functions_are_found_ordered_and_counted_by_page()
    {
        var names = Enumerable.Range(0, 60).Select(n => $"{(n % 3 == 0 ? "Mail" : n % 3 == 1 ? "chat" : "ÄRENDE")}/{n * 7 % 60:00}").ToList();
        foreach (var name in names)
        {
            await Client.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "x" });
        }

        await Client.Functions.DeleteAsync((await Client.Functions.GetByNameAsync(names[0])).Id);
        names.RemoveAt(0);
        foreach (var part in new[] { null, "mail", "ärende", "/1", "none" })
        {
            var expected = names.Where(name => part is null || name.Contains(part, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
            var page = await Client.Functions.ListAsync(name: part, offset: 3, limit: 10);
            var latest = await Client.Functions.ListAsync(name: part, sort: "-created_at", limit: 5);

            Assert.That(page.Meta!.TotalCount, Is.EqualTo(expected.Count), part);
            Assert.That(page.Data.Select(function => function.Name), Is.EqualTo(expected.Skip(3).Take(10)), part);
            Assert.That(latest.Data.Select(function => function.Name), Is.EqualTo(names.Where(expected.Contains).Reverse().Take(5)), part);
        }
    }

    [Test]
    public async Task Top_k_results_are_the_first_of_all_results()
    {
        var random = new Random(8);
        string[] words = ["pump", "filter", "valve", "reset", "button", "water", "garden", "motor", "hose", "leak", "winter", "frost"];
        var knowledge = await Client.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "many" });
        for (var i = 0; i < 320; i++)
        {
            var key = (i * 13 % 300).ToString(CultureInfo.InvariantCulture);
            await Client.Knowledge.AddDocumentAsync(knowledge.Id,
                new AddDocumentRequest
                {
                    Key = key,
                    Content = string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)]))
                            + (i % 50 == 0 ? " unusual" : string.Empty),
                    Metadata = new { odd = i % 2 },
                });
        }

        await Client.Knowledge.DeleteDocumentsAsync(knowledge.Id,
            new DeleteDocumentsRequest { Filters = [new KnowledgeFilter { Field = "odd", Operation = FilterOperation.Equal, Value = 1 }] });
        foreach (var query in new[]
        {
            "unusual pump",
            "pump",
            "frost in winter",
            "pumpe filtr",
            "nothing of that kind",
            "the",
            "reset button leak unusual water",
        })
        {
            var all = await Client.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = query, TopK = 1000 });
            foreach (var count in new[] { 1, 3, 20 })
            {
                var few = await Client.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = query, TopK = count });

                Assert.That(few.Select(match => (match.Key, match.Score)), Is.EqualTo(all.Take(count).Select(match => (match.Key, match.Score))), query);
            }
        }
    }

    private static string Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    // The earliest of the spans whose parent is not in the trace; any of those that start at the same time. Cycles have no root: any span is accepted.
    private static CreateSpanRequest[] Root(CreateSpanRequest[] trace)
    {
        var roots = Array.FindAll(trace, span => span.ParentSpanId is null || !Array.Exists(trace, other => other.Id == span.ParentSpanId));
        return roots.Length == 0 ? trace : Array.FindAll(roots, span => span.StartTime == roots.Min(root => root.StartTime));
    }
}
