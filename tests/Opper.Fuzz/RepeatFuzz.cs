using System.Text;
using System.Text.Json;

namespace Opper.Fuzz;

/// <summary>Events that are equal except for their delta, and events that only look equal: each is read as if it came alone.</summary>
public sealed class RepeatFuzz
{
    private static readonly string[] Around =
    [
        "{\"delta\":#,\"span_id\":\"s\",\"chunk_type\":\"text\"}", "{\"delta\":#,\"json_path\":\"a\",\"chunk_type\":\"json\"}",
        "{\"json_path\":\"b\",\"delta\":#}", "{\"delta\":#}", " { \"delta\" : # , \"more\" : 1 } ",
        "{\"data\":{\"delta\":#,\"span_id\":\"t\"}}", "{\"delta\":\"a\",\"delta\":#}", "{\"delta\":#,\"delta\":[]}", "{\"delta\":#,\"error\":null}",
        "{\"span_id\":#,\"delta\":#}", "{\"delta\":#,\"span_id\":\"s\",\"chunk_type\":\"text\"",
    ];

    private static readonly string[] Pieces =
    [
        "\"a\"", "\" word\"", "\"\"", "\"\\n\"", "\"\\ud83d\"", "\"é\"", "7", "-1.5e3", "true", "null", "{}", "[1]", "\"a\",\"json_path\":\"b\"", "\"a\" ",
        " \"a\"", "1,\"x\":2", "\"un", "tru", "\"\u0001\"", "", "\"a\"\"b\"", "01", "1 2", "\"a\"}", "\"a\"},{\"delta\":\"b\"",
    ];

    [Test]
    public Task An_event_is_read_the_same_after_others_as_alone() => Fuzzing.RunAsync(random =>
    {
        var around = Enumerable.Range(0, 2).Select(_ => Around[random.Next(Around.Length)]).ToArray();
        var pieces = random.Next(2) == 0 ? Pieces[..9] : Pieces;
        var events = Enumerable.Range(0, random.Next(2, 12))
            .Select(_ => around[random.Next(5) / 4].Replace("#", pieces[random.Next(pieces.Length)], StringComparison.Ordinal)).ToList();
        return async () =>
        {
            var alone = new List<string>();
            foreach (var data in events)
            {
                var outcome = await ReadAsync([data]);
                alone.AddRange(outcome);
                if (outcome is [.., "refused"])
                {
                    break;
                }
            }

            Assert.That(await ReadAsync(events), Is.EqualTo(alone), string.Join("\n", events));
        };
    });

    private static async Task<List<string>> ReadAsync(IEnumerable<string> events)
    {
        var outcome = new List<string>();
        try
        {
            await foreach (var chunk in PiecesHandler.Client(Encoding.UTF8.GetBytes(string.Concat(events.Select(data => $"data: {data}\n\n"))),
                "text/event-stream").StreamAsync(new CallRequest { Name = "n" }))
            {
                outcome.Add(JsonSerializer.Serialize(chunk) + chunk.DeltaKind);
            }
        }
        catch (OpperException)
        {
            outcome.Add("refused");
        }

        return outcome;
    }
}
