using System.Text;
using Opper.Chat;

namespace Opper.Fuzz;

/// <summary>Bytes of event streams, cut everywhere: no foreign exception, and the same outcome however they are cut.</summary>
public sealed class StreamFuzz
{
    private const int MaxCuts = 60;

    private static readonly ChatCompletionRequest Chat = new() { Messages = { ChatMessage.User("hi") } };

    /// <summary>Inputs that once broke something.</summary>
    private static readonly string[] Found =
    [
        "data: {\"delta\":\"x\",\"json_path\":\"a.b\"}\n\ndata: {\"delta\":\"y\",\"json_path\":\"a\"}\n\ndata: {\"delta\":\"z\",\"json_path\":\"a.b\"}\n\n",
        "data: {\"delta\":\"[1,\",\"json_path\":\"Items\"}\n\ndata: {\"delta\":1,\"json_path\":\"Items.x\"}\n\ndata: "
        + "{\"delta\":\"2]\",\"json_path\":\"Items\"}\n\n",
        "data: {\"delta\":1e999,\"json_path\":\"Free\"}\n\n",
        "data: {\"error\":{\"message\":{}}}\n\n",
        "data: {\"delta\":\"{\\\"Title\\\":None}\"}\n\n",
        "data: {\"delta\":\"\\ud83d\"}\n\ndata: {\"delta\":\"\\ude00\"}\n\n",
        "event: ping\ndata: ping\n\ndata: {\"delta\":\"a\"}\n\n",
        "data: {\"delta\":\"a\"}\r\n\r\ndata: {\"delta\":\"b\"}\r\r",
    ];

    [TestCaseSource(nameof(Found))]
    public async Task Earlier_failing_inputs_give_the_same_outcome_however_they_are_split(string events) =>
        await Fuzzing.CheckAsync(() => CheckAsync(Encoding.UTF8.GetBytes(events), Enumerable.Range(1, Math.Max(0, events.Length - 1)).ToList()));

    [TestCase("data: #\n\n")]
    [TestCase("event: message\nid: 7\ndata:#\n: a comment\n\n")]
    [TestCase("\uFEFFdata: #\r\n\r\n")]
    [TestCase("data:\ndata: #\n\n", 1)]
    public async Task An_event_of_the_maximum_size_is_read_however_it_is_split(string events, int added = 0)
    {
        for (var excess = -1; excess <= 1; excess++)
        {
            var text = new string('x', PiecesHandler.MaxEventBytes + excess - added - "{\"delta\":\"\"}".Length);
            var bytes = Encoding.UTF8.GetBytes(events.Replace("#", $"{{\"delta\":\"{text}\"}}", StringComparison.Ordinal));
            foreach (var cut in Enumerable.Range(1, 40).SelectMany(place => new[] { place, bytes.Length - place }))
            {
                var client = PiecesHandler.Client(bytes, "text/event-stream", 200, cut);
                Task<StreamResult> Read() => client.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync();
                if (excess > 0)
                {
                    Assert.That((await Assert.CatchAsync<OpperStreamException>(Read))!.Message, Does.Contain("MaxEventBytes"), $"cut at {cut}");
                }
                else
                {
                    Assert.That((await Read()).Text, Is.EqualTo(text), $"{excess} cut at {cut}");
                }
            }
        }
    }

    [Test]
    public Task Random_stream_bytes_give_the_same_outcome_however_they_are_split() => Fuzzing.RunAsync(random =>
    {
        var hostile = new Hostile(random);
        var bytes = hostile.Bytes(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => hostile.Event())));
        var cuts = bytes.Length <= MaxCuts
            ? Enumerable.Range(1, Math.Max(0, bytes.Length - 1)).ToList()
            : Enumerable.Range(0, 8).Select(_ => random.Next(1, bytes.Length)).ToList();
        return () => CheckAsync(bytes, cuts);
    });

    private static async Task CheckAsync(byte[] bytes, List<int> cuts)
    {
        foreach (var read in Readers())
        {
            var whole = await read(PiecesHandler.Client(bytes, "text/event-stream"));
            foreach (var cut in cuts)
            {
                Assert.That(await read(PiecesHandler.Client(bytes, "text/event-stream", 200, cut)), Is.EqualTo(whole), $"cut at {cut}");
            }

            if (bytes.Length <= 2000)
            {
                Assert.That(await read(PiecesHandler.Client(bytes, "text/event-stream", 200, [.. Enumerable.Range(1, bytes.Length)])),
                    Is.EqualTo(whole), "byte by byte");
            }
        }
    }

    private static IEnumerable<Func<OpperClient, Task<string>>> Readers()
    {
        yield return client => Fuzzing.OutcomeAsync(async () =>
        {
            var result = await client.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync();
            return result.Text + "|" + result.JsonPayload;
        });
        yield return client => Fuzzing.OutcomeAsync(async () => string.Concat(await client.StreamTextAsync("n").ToListAsync()));
        yield return client => Fuzzing.OutcomeAsync(async () => (await client.StreamAsync<Types.Leaf>("n").GetFinalResultAsync()).Value.ToString());
        yield return client => Fuzzing.OutcomeAsync(async () =>
            (await client.Chat.StreamAsync(Chat).GetFinalCompletionAsync()).Choices.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
