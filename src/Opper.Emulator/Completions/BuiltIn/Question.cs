namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A question with passages. The answer is the sentence of the passages that search ranks first; its source is the key of the passage.</summary>
internal sealed record Question(string Answer, string Source)
{
    private static readonly string[] Keys = ["key", "id", "source", "name", "title"];
    private static readonly string[] Contents = ["content", "text", "passage"];

    /// <summary>The values of properties that an answer has.</summary>
    public IEnumerable<(string Name, string Value)> Labels =>
        [("answer", Answer), ("reply", Answer), ("response", Answer), ("source", Source), ("citation", Source), ("reference", Source)];

    /// <summary>A question from the <c>question</c> or <c>query</c> member of an object, with all other members as passages; null if there are none.</summary>
    public static Question? Of(JsonObject? input)
    {
        if (First(input, ["question", "query"]) is not { Value: JsonValue question } asked)
        {
            return null;
        }

        var sentences = input!.Where(member => member.Key != asked.Key)
            .SelectMany(member => Passages(member.Key, member.Value))
            .SelectMany(passage => Sentences.Of(passage.Text).Select(text => (passage.Key, Text: text)))
            .ToList();
        return sentences.Count == 0 ? null
            : SearchIndex.Best(sentences.Select(s => s.Text), Wire.AsString(question)!, 1) is [{ Score: > 0 } best]
                ? new Question(sentences[best.Chunk].Text, sentences[best.Chunk].Key)
                : new Question("The context does not answer this question.", string.Empty);
    }

    private static IEnumerable<(string Key, string Text)> Passages(string name, JsonNode? context) => context switch
    {
        JsonArray list => list.SelectMany(item => Passages(name, item)),
        JsonObject map when First(map, Contents).Value is { } content => [(Wire.AsString(First(map, Keys).Value) ?? string.Empty, Wire.AsString(content)!)],
        JsonObject map => map.SelectMany(member => Passages(member.Key, member.Value)),
        null => [],
        _ => [(name, Wire.AsString(context)!)],
    };

    private static KeyValuePair<string, JsonNode?> First(JsonObject? map, string[] names) =>
        (map ?? []).FirstOrDefault(member => member.Value is not null && names.Contains(member.Key, StringComparer.OrdinalIgnoreCase));
}
