using System.Globalization;
using Newtonsoft.Json;

namespace Opper.Differential;

/// <summary>A page of a dataset, for Newtonsoft.</summary>
internal sealed class PageModel
{
    [JsonProperty("meta", NullValueHandling = NullValueHandling.Ignore)]
    public MetaModel? Meta { get; set; }

    [JsonProperty("data", NullValueHandling = NullValueHandling.Ignore)]
    public List<Item> Data { get; set; } = [];

    public static string Generate(JsonGenerator g) => g.Object(
    [
        ("meta", g.Sometimes(95) ? g.Object([("total_count", g.Sometimes(95) ? g.Next(5000).ToString(CultureInfo.InvariantCulture) : g.Value(1))]) : g.Value()),
        ("data", g.Sometimes(97) ? g.Array(() => Entry(g), most: 6) : g.Value()),
    ]);

    public static async Task<string> ReadOursAsync(ReadOnlyMemory<byte> json)
    {
        var page = await Wire.Answering(json).Datasets.ListEntriesAsync("d1");
        return Differential.Form.Of(page.Meta?.TotalCount,
            page.Data?.Select(entry => entry is null ? null : new object?[] { entry.Id, entry.Input, entry.Output, entry.Expected, entry.Comment }));
    }

    public static string Form(PageModel page) =>
        Differential.Form.Of(page.Meta?.TotalCount ?? 0, page.Data.Where(entry => entry is not null).Select(
            entry => new object?[] { entry.Id ?? string.Empty, entry.Input ?? string.Empty, entry.Output ?? string.Empty, entry.Expected, entry.Comment }));

    private static string Entry(JsonGenerator g)
    {
        var fields = new List<(string, string)>();
        foreach (var name in new[] { "id", "input", "output", "expected", "comment", "unknown" })
        {
            if (g.Sometimes(85))
            {
                fields.Add((name, g.Next(200) switch { < 1 => g.Value(2), < 30 when name is "expected" or "comment" => "null", _ => g.String() }));
            }
        }

        return g.Object(fields);
    }

    internal sealed class MetaModel
    {
        [JsonProperty("total_count", NullValueHandling = NullValueHandling.Ignore)]
        public int? TotalCount { get; set; }
    }

    internal sealed class Item
    {
        [JsonProperty("id", NullValueHandling = NullValueHandling.Ignore)]
        public string? Id { get; set; }

        [JsonProperty("input", NullValueHandling = NullValueHandling.Ignore)]
        public string? Input { get; set; }

        [JsonProperty("output", NullValueHandling = NullValueHandling.Ignore)]
        public string? Output { get; set; }

        [JsonProperty("expected")]
        public string? Expected { get; set; }

        [JsonProperty("comment")]
        public string? Comment { get; set; }
    }
}
