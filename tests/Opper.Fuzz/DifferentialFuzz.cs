using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Fuzz;

/// <summary>The same document as a whole answer, as a typed stream and as an untyped one, its fields in any order, cut anywhere, their paths in any
/// spelling.</summary>
public sealed class DifferentialFuzz
{
    [Test]
    public Task Complete_typed_and_untyped_results_are_equal() => Fuzzing.RunAsync(random =>
    {
        var document = Document(random);
        var chunks = new List<StreamChunk>();
        var prefix = random.Next(3) == 0 ? "response." : string.Empty;
        foreach (var (path, value) in Fields(random, document, string.Empty).OrderBy(_ => random.Next()).ToList())
        {
            chunks.AddRange(Cut(random, prefix + path, value));
        }

        return async () =>
        {
            var unary = (await PiecesHandler.Client(System.Text.Encoding.UTF8.GetBytes(
                $"{{\"span_id\": \"s\", \"json_payload\": {document.ToString(Newtonsoft.Json.Formatting.None)}}}")).CallAsync<Types.Wide>("n")).Value;
            var typed = (await OpperStream.FromChunks<Types.Wide>(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).Value;
            var untyped = (await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload!.ToJToken();

            Assert.That(JToken.DeepEquals(Json(typed), Json(unary)), Is.True, $"typed: {Json(typed)}\nwhole: {Json(unary)}");
            Assert.That(JToken.DeepEquals(untyped, document), Is.True,
                $"untyped: {untyped.ToString(Newtonsoft.Json.Formatting.None)}\nwhole: {document.ToString(Newtonsoft.Json.Formatting.None)}\n"
                + $"{string.Join("\n", chunks.Select(chunk => chunk.JsonPath + "=" + chunk.Delta))}");
        };
    });

    private static JToken Json(object value) => JToken.FromObject(value,
        Newtonsoft.Json.JsonSerializer.Create(new Newtonsoft.Json.JsonSerializerSettings { DateParseHandling = Newtonsoft.Json.DateParseHandling.None }));

    private static JObject Document(Random random) => new()
    {
        ["Title"] = Text(random),
        ["Count"] = random.Next(),
        ["Items"] = new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => new JObject
        {
            ["Title"] = Text(random),
            ["Count"] = random.Next(-5, 5),
            ["Ratio"] = random.Next(2) == 0 ? JValue.CreateNull() : random.Next(100) / 4.0,
            ["Here"] = random.Next(2) == 0,
            ["Mood"] = random.Next(2) == 0 ? "Calm" : "Happy",
            ["Due"] = random.Next(2) == 0 ? JValue.CreateNull() : "2026-03-01",
        })),
        ["Map"] = new JObject(Keys(random).Select(key => new JProperty(key, new JObject(Keys(random).Select(inner => new JProperty(inner, random.Next(9))))))),
        ["Free"] = Free(random, 3),
        ["Numbers"] = new JArray(Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(9))),
        ["Tags"] = new JArray(Keys(random)),
        ["Any"] = Text(random),
    };

    private static IEnumerable<string> Keys(Random random) => Enumerable.Range(0,
        random.Next(4)).Select(_ => new[] { "a", "b.c", "d[0]", "it's", "\"q\"", "x\\y", "0", "2026", "å", "response" }[random.Next(10)]).Distinct();

    private static JToken Free(Random random, int depth) => random.Next(depth == 0 ? 3 : 5) switch
    {
        0 => Text(random),
        1 => random.Next(99),
        2 => random.Next(2) == 0,
        3 => new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => Free(random, depth - 1))),
        _ => new JObject(Keys(random).Select(key => new JProperty(key, Free(random, depth - 1)))),
    };

    private static string Text(Random random) => string.Concat(
        Enumerable.Range(0, random.Next(6)).Select(_ => new[] { "a", "é", "\U0001F600", "\"", "\\", "\n", "7", " ", "{", "]" }[random.Next(10)]));

    private static IEnumerable<(string Path, JToken Value)> Fields(Random random, JToken value, string path) => value switch
    {
        JObject { Count: > 0 } map => map.Properties().SelectMany(member => Fields(random, member.Value, path + Name(random, member.Name, path.Length == 0))),
        JArray { Count: > 0 } list => list.SelectMany((item, index) => Fields(random, item, path + "[" + index.ToString(CultureInfo.InvariantCulture) + "]")),
        _ => [(path, value)],
    };

    private static string Name(Random random, string name, bool isFirst) =>
        random.Next(4) != 0 && name.All(char.IsLetter) ? (isFirst ? string.Empty : ".") + name
            : random.Next(2) == 0 ? "['" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "']"
            : "[\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"]";

    private static IEnumerable<StreamChunk> Cut(Random random, string path, JToken value)
    {
        if (value is not JValue { Value: string text })
        {
            var kind = value.Type switch { JTokenType.Null => StreamDeltaKind.None, JTokenType.Boolean =>
                StreamDeltaKind.Boolean, JTokenType.Integer or JTokenType.Float => StreamDeltaKind.Number, _ => StreamDeltaKind.Json };
            yield return new StreamChunk
            {
                JsonPath = path,
                DeltaKind = kind,
                Delta = kind == StreamDeltaKind.None ? null : value.ToString(Newtonsoft.Json.Formatting.None),
            };
            yield break;
        }

        var start = 0;
        do
        {
            // Anywhere, within a surrogate pair too.
            var length = Math.Min(random.Next(1, 4), text.Length - start);
            yield return new StreamChunk { JsonPath = path, Delta = text.Substring(start, length), DeltaKind = StreamDeltaKind.String };
            start += length;
        }
        while (start < text.Length);
    }
}
