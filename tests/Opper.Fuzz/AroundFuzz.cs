using System.Text;
using System.Text.Json;
using Opper.Chat;

namespace Opper.Fuzz;

/// <summary>JSON with any text around it, as a call's message, a chat's content and a stream cut anywhere: the same answer or the same refusal, with the option
/// on and off.</summary>
public sealed class AroundFuzz
{
    private static readonly JsonSerializerOptions WithNames = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    private static readonly string[] Before =
    [
        "", "", " \n", "\uFEFF", "Here it is:\n", "See [this]: ", "Of the form {title}: ", "As in [1], ", "n/a - ", "true to type: ", "5 of them: ",
        "- ", "Use `x` and ``y``: ",
        "<think>An object {\"Title\": 1}?</think>", "<thinking>\n[1]\n</thinking>\n", "<b>bold</b> ", "<think>no end ", "```json\n", "```\n",
        "```JSON title=x\n", "```", "Two:\n```python\nx = [y]\n```\n```json\n", "\"quoted\" ", "{", "[",
    ];

    private static readonly string[] After = ["", "", " \n", "\n```", "```", "\n```\nDone!", "\n\nAnything else?", " {\"Title\": \"other\"}", "]", "}", ",",
        " apples", "`", "\n```json\n{}\n```"];

    // Of these it is known that they are passed over, whatever the JSON is.
    private static readonly (string Before, string After)[] Harmless =
    [
        ("", ""), (" \n", "\n"), ("```json\n", "\n```"), ("```\n", "\n```\nDone!"), ("<think>An object {\"Title\": 1}, or [1]?</think>\n", ""),
        ("<think>x</think>\n```json\n", "\n```"), ("Here it is:\n```json\n", "\n```\nAnything else?"),
    ];

    [Test]
    public Task Text_around_JSON_is_handled_alike_by_calls_streams_and_chats() => Fuzzing.RunAsync(random =>
    {
        var hostile = new Hostile(random);
        var isHarmless = random.Next(3) == 0;
        var (before, after) = isHarmless ? Harmless[random.Next(Harmless.Length)]
            : (string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => hostile.Pick(Before))),
                string.Concat(Enumerable.Range(0, random.Next(1, 3)).Select(_ => hostile.Pick(After))));
        var allows = random.Next(3) > 0;
        return () => random.Next(6) switch
        {
            0 => CheckAsync(random, before, new Types.Leaf("a \"b\" \n{}", random.Next(), 0.5, true, Types.Mood.Happy, null), after, allows, isHarmless),
            1 => CheckAsync(random, before, new List<int> { 1, random.Next() }, after, allows, isHarmless),
            2 => CheckAsync(random, before, random.Next(-9, 9), after, allows, isHarmless),
            3 => CheckAsync(random, before, random.Next(2) == 0, after, allows, isHarmless),
            4 => CheckAsync(random, before, new List<Types.Leaf>(), after, allows, isHarmless),
            _ => CheckAsync(random, before, new Dictionary<string, int> { ["a"] = 1, ["value"] = 2 }, after, allows, isHarmless),
        };
    });

    private static async Task CheckAsync<T>(Random random, string before, T value, string after, bool allows, bool isHarmless)
    {
        var json = JsonSerializer.Serialize(value, WithNames);
        var text = before + (random.Next(4) == 0 && value is List<int> or int or bool ? $"{{\"value\": {json}}}" : json) + after;
        var call = await OutcomeAsync(async () =>
            (await Client($"{{\"span_id\": \"s\", \"message\": {JsonSerializer.Serialize(text)}}}", allows).CallAsync<T>("n")).Value);
        var chat = await OutcomeAsync(async () => (await Client($"{{\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{{\"index\": 0, "
            + $"\"finish_reason\": \"stop\", \"message\": {{\"role\": \"assistant\", \"content\": {JsonSerializer.Serialize(text)}}}}}]}}", allows)
            .Chat.CompleteAsync<T>(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } })).Value);
        var stream = await OutcomeAsync(async () =>
            (await Client(Events(random, text), allows, "text/event-stream").StreamAsync<T>("n").GetFinalResultAsync()).Value);

        Assert.That((chat, stream), Is.EqualTo((call, call)), $"{typeof(T).Name}, {(allows ? "allowed" : "forbidden")}: {text}");
        if (isHarmless)
        {
            Assert.That(call, Is.EqualTo(allows || string.IsNullOrWhiteSpace(before) && string.IsNullOrWhiteSpace(after)
                ? JsonSerializer.Serialize(value)
                : "refused"), text);
        }
    }

    private static string Events(Random random, string text)
    {
        var events = new StringBuilder();
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(random.Next(1, 9), text.Length - start);
            events.Append("data: {\"delta\": ").Append(JsonSerializer.Serialize(text.Substring(start, length))).Append("}\n\n");
            start += length;
        }

        return events.ToString();
    }

    private static OpperClient Client(string body, bool allows, string mediaType = "application/json") =>
        PiecesHandler.Client(Encoding.UTF8.GetBytes(body), mediaType).WithOptions(options => options.AllowTextAroundJson = allows);

    // A text that stops within its JSON is a cut stream, and no whole JSON elsewhere.
    private static async Task<string> OutcomeAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return JsonSerializer.Serialize(await act());
        }
        catch (Exception exception) when (exception is OpperSerializationException or OpperStreamException { IsTruncated: true })
        {
            return "refused";
        }
    }
}
