using System.Globalization;
using Newtonsoft.Json;
using Opper.Embeddings;

namespace Opper.Differential;

/// <summary>A response with embeddings, for Newtonsoft.</summary>
internal sealed class VectorsModel
{
    private static readonly CreateEmbeddingRequest Request = new() { Input = "any" };

    [JsonProperty("model", NullValueHandling = NullValueHandling.Ignore)]
    public string? Model { get; set; }

    [JsonProperty("data", NullValueHandling = NullValueHandling.Ignore)]
    public List<Item> Data { get; set; } = [];

    public static string Generate(JsonGenerator g) => g.Object(
    [
        ("object", "\"list\""),
        ("model", g.Sometimes(95) ? "\"m\"" : g.Value()),
        ("data", g.Sometimes(95) ? g.Array(() => Vector(g)) : g.Value()),
        ("usage", """{"prompt_tokens": 3, "total_tokens": 3}"""),
    ]);

    public static async Task<string> ReadOursAsync(ReadOnlyMemory<byte> json)
    {
        var answer = await Wire.Answering(json).Embeddings.CreateAsync(Request);
        return Differential.Form.Of(answer.Model,
            answer.Data?.Select(vector => vector is null ? null : new object?[] { vector.Index, vector.Embedding?.Select(number => (float)number) }));
    }

    public static string Form(VectorsModel answer) =>
        Differential.Form.Of(answer.Model ?? string.Empty, answer.Data.Where(vector => vector is not null)
            .Select(vector => new object?[] { vector.Index, vector.Embedding.Select(number => (float)number) }));

    private static string Vector(JsonGenerator g)
    {
        if (g.Sometimes(2))
        {
            return g.Value();
        }

        var numbers = g.Array(() => g.Space() + (g.Next(200) == 0 ? g.Value(1) : Number(g)) + g.Space(), most: 12);
        var fields = new List<(string, string)>
        {
            ("index", g.Sometimes(95) ? g.Next(300).ToString(CultureInfo.InvariantCulture) : g.Value(1)),
            ("embedding", g.Sometimes(98) ? numbers : g.Value()),
        };
        if (g.Sometimes(50))
        {
            fields.Insert(g.Next(3), g.Sometimes(80) ? ("object", "\"embedding\"") : ("unknown", g.Value()));
        }

        if (g.Sometimes(3))
        {
            fields.RemoveAt(g.Next(fields.Count));
        }

        return g.Object(fields);
    }

    private static string Number(JsonGenerator g) => g.Sometimes(96) ? (g.Next(2_000_001) / 1e7 - 0.1).ToString("R", CultureInfo.InvariantCulture) : g.Number();

    internal sealed class Item
    {
        [JsonProperty("index")]
        public int? Index { get; set; }

        [JsonProperty("embedding", NullValueHandling = NullValueHandling.Ignore)]
        public List<double> Embedding { get; set; } = [];
    }
}
