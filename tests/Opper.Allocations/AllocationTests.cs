using System.Globalization;
using System.Text;
using Opper.Embeddings;

namespace Opper.Allocations;

/// <summary>
/// Limits the allocations of hot paths. Each limit is about 1.4 times the measured value, which is noted beside it: in Debug, in which the tests are
/// usually run and the compiler allocates an object for each asynchronous method that a release build avoids; and in Release.
/// </summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const string Text = "The harbour of Göteborg freezes in hard winters, and then the boats wait until April. ";
    private static readonly CallRequest Request = new()
    {
        Name = "harbours/winter",
        Instructions = "Answer in a few sentences.",
        Input = "How long does the harbour stay frozen?",
        Model = "openai/gpt-4o-mini",
    };

    [Test]
    public async Task A_call_stays_within_its_allocation_budget()
    {
        var client = StubHandler.Client(
            Json($$"""{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","message":"{{Repeat(Text, 8)}}","cached":false,"usage":{"input_tokens":412"""
                + $$""","output_tokens":187,"total_tokens":599},"cost":{"generation":0.000412,"platform":0.0000412,"total":0.0004532} }"""));

        var bytes = await Counter.MeasureAsync(10, () => TimesAsync(10, () => client.CallAsync(Request)));

        Assert.That(bytes, Is.LessThan(7_800)); // Measured: 5,582; in Release 4,696.
    }

    [Test]
    public async Task A_typed_call_stays_within_its_allocation_budget()
    {
        var client = StubHandler.Client(Json($$"""{"span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","json_payload":{"Title":"The """
            + $$"""harbour","Summary":"{{Repeat(Text, 8)}}","Score":0.8125,"Year":1987,"Tags":["harbour","ice","boats"]},"cached":false,"usage":"""
            + $$"""{"input_tokens":412,"output_tokens":187,"total_tokens":599} }"""));

        var bytes = await Counter.MeasureAsync(10, () => TimesAsync(10, () => client.CallAsync<Harbour>(Request)));

        Assert.That(bytes, Is.LessThan(11_000)); // Measured: 7,878; in Release 6,960.
    }

    [Test]
    public async Task A_stream_event_stays_within_its_allocation_budget()
    {
        const int Events = 2_000;
        var events = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            events.Append(CultureInfo.InvariantCulture,
                $$"""data: {"delta":" word{{i % 10}}","span_id":"7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10","chunk_type":"text"}""").Append("\n\n");
        }

        var client = StubHandler.Client(Json(events.ToString()), "text/event-stream");

        var bytes = await Counter.MeasureAsync(Events, async () =>
        {
            var count = 0;
            await foreach (var _ in client.StreamTextAsync(Request))
            {
                count++;
            }

            Assert.That(count, Is.EqualTo(Events));
        });

        Assert.That(bytes, Is.LessThan(76)); // Measured: 54; in Release 43.
    }

    [Test]
    public async Task A_typed_stream_event_with_a_partial_value_stays_within_its_allocation_budget()
    {
        const int Words = 1_000;
        var events = new StringBuilder();
        foreach (var (path, delta) in Enumerable.Range(0, Words).Select(i => ($"Tags[{i / 15}]", "\" word\"")).Prepend(("Summary", "\"s\""))
            .Prepend(("Title", "\"t\"")).Concat([("Score", "0.5"), ("Year", "1987")]))
        {
            events.Append(CultureInfo.InvariantCulture, $$"""data: {"delta":{{delta}},"json_path":"{{path}}","chunk_type":"json"}""").Append("\n\n");
        }

        var client = StubHandler.Client(Json(events.ToString()), "text/event-stream");

        var bytes = await Counter.MeasureAsync(Words, async () =>
        {
            var seen = 0;
            await foreach (var partial in client.StreamAsync<Harbour>(Request))
            {
                seen += partial.Value?.Title is null ? 0 : 1;
            }

            Assert.That(seen, Is.GreaterThan(Words));
        });

        Assert.That(bytes, Is.LessThan(490)); // Measured: 351; in Release 342.
    }

    [Test]
    public async Task A_vector_of_1536_numbers_stays_within_its_allocation_budget()
    {
        const int Vectors = 16;
        var numbers = string.Join(',', Enumerable.Range(0, 1536).Select(i => (0.1 - i / 7680f).ToString(CultureInfo.InvariantCulture)));
        var vectors = string.Join(',', Enumerable.Range(0, Vectors).Select(i => $$"""{"object":"embedding","index":{{i}},"embedding":[{{numbers}}]}"""));
        var client = StubHandler.Client(Json($$"""{"object":"list","model":"m","data":[{{vectors}}],"usage":{"prompt_tokens":3,"total_tokens":3} }"""));
        var request = new CreateEmbeddingRequest { Input = "any" };

        var bytes = await Counter.MeasureAsync(Vectors, () => client.Embeddings.CreateAsync(request));

        Assert.That(bytes, Is.LessThan(10_200)); // Measured: 7,294; in Release 7,239.
    }

    [Test]
    public async Task A_page_of_100_items_stays_within_its_allocation_budget()
    {
        var items = string.Join(',', Enumerable.Range(0,
            100).Select(i => $$"""{"id":"aaaaaaaa-aaaa-4aaa-8aaa-{{i:x12}}","input":"Which harbour freezes first?","output":"The one of """
                + $$"""Luleå.","expected":null,"comment":null}"""));
        var client = StubHandler.Client(Json($$"""{"meta":{"total_count":100},"data":[{{items}}]}"""));

        var bytes = await Counter.MeasureAsync(1, async () =>
        {
            var count = 0;
            await foreach (var _ in client.Datasets.ListAllEntriesAsync("d1", pageSize: 100))
            {
                count++;
            }

            Assert.That(count, Is.EqualTo(100));
        });

        Assert.That(bytes, Is.LessThan(105_000)); // Measured: 75,408; in Release 74,192.
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static async Task TimesAsync(int count, Func<Task> work)
    {
        for (var i = 0; i < count; i++)
        {
            await work();
        }
    }
}
