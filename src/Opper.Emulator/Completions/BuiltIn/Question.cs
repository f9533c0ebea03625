using Opper.Emulator.Json;
using Opper.Emulator.Search;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A question with passages. The answer is the sentence of the passages that search ranks first.</summary>
internal sealed class Question
{
    private static readonly string[] Keys = ["key", "id", "source", "name", "title"];
    private static readonly string[] Contents = ["content", "text", "passage"];

    private Question(string text, IEnumerable<Passage> passages)
    {
        var sentences = passages.SelectMany(p => Sentences.Of(p.Text).Select(s => (Passage: p, Text: s))).ToList();
        if (SearchIndex.Best(sentences.Select(s => s.Text), text, 1) is [{ Score: > 0 } best])
        {
            IsAnswered = true;
            Answer = sentences[best.Chunk].Text;
            Source = sentences[best.Chunk].Passage.Key;
        }
    }

    public bool IsAnswered { get; }

    public string Answer { get; } = "The context does not answer this question.";

    /// <summary>The key of the passage that contains the answer.</summary>
    public string? Source { get; }

    /// <summary>A question from the <c>question</c> or <c>query</c> member of an object, with all other members as passages; null if there are none.</summary>
    public static Question? Of(JsonNode? input)
    {
        if (input is not JsonObject map || First(map, ["question", "query"]) is not { Value: JsonValue asked } question)
        {
            return null;
        }

        var passages = map.Where(member => member.Key != question.Key).SelectMany(member => Passages(member.Key, member.Value)).ToList();
        return passages.Count == 0 ? null : new Question(Wire.AsString(asked)!, passages);
    }

    private static IEnumerable<Passage> Passages(string name, JsonNode? context) => context switch
    {
        JsonArray list => list.SelectMany(item => Passages(name, item)),
        JsonObject map when First(map, Contents).Value is { } content => [new Passage(Wire.AsString(First(map, Keys).Value), Wire.AsString(content)!)],
        JsonObject map => map.SelectMany(member => Passages(member.Key, member.Value)),
        null => [],
        _ => [new Passage(name, Wire.AsString(context)!)],
    };

    private static KeyValuePair<string, JsonNode?> First(JsonObject map, string[] names) =>
        map.FirstOrDefault(member => member.Value is not null && names.Contains(member.Key, StringComparer.OrdinalIgnoreCase));
}
