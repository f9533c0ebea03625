using System.Text.Json.Nodes;

namespace Opper.Integration.Cassettes;

/// <summary>JSON of any kind, deterministic for a seed.</summary>
internal static class RandomJson
{
    private static readonly string[] Texts = ["", "x", "é", "\u2028", "a\"b\\c", "{\"id\":1}", "[", "line\nbreak", "\ud83d\ude00", "2026-01-01T00:00:00Z",
        "6d0d2ae0-0000-4000-8000-000000000001"];

    public static JsonObject Object(Random random, int depth)
    {
        var json = new JsonObject();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            json[$"{Texts[random.Next(Texts.Length)]}{i}"] = Value(random, depth - 1);
        }

        return json;
    }

    /// <summary>The same with the members of all objects in another order.</summary>
    public static JsonNode? Shuffled(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonObject json:
                var members = json.ToArray();
                random.Shuffle(members);
                return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shuffled(member.Value, random))));
            case JsonArray array:
                return new JsonArray([.. array.Select(item => Shuffled(item, random))]);
            default:
                return node?.DeepClone();
        }
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-1000, 1000),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-20, 20)),
        4 => Texts[random.Next(Texts.Length)],
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => Object(random, depth),
    };
}
