using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>The complete response to a call, for Newtonsoft.</summary>
internal sealed class EnvelopeModel
{
    private static readonly CallRequest Request = new() { Name = "any" };

    [JsonProperty("span_id", NullValueHandling = NullValueHandling.Ignore)]
    public string? SpanId { get; set; }

    [JsonProperty("message", NullValueHandling = NullValueHandling.Ignore)]
    public string? Message { get; set; }

    [JsonProperty("json_payload", NullValueHandling = NullValueHandling.Ignore)]
    public JToken? JsonPayload { get; set; }

    [JsonProperty("cached", NullValueHandling = NullValueHandling.Ignore)]
    public bool? Cached { get; set; }

    [JsonProperty("model", NullValueHandling = NullValueHandling.Ignore)]
    public string? Model { get; set; }

    [JsonProperty("images", NullValueHandling = NullValueHandling.Ignore)]
    public List<string>? Images { get; set; }

    [JsonProperty("usage", NullValueHandling = NullValueHandling.Ignore, ObjectCreationHandling = ObjectCreationHandling.Replace)]
    public UsageModel? Usage { get; set; }

    [JsonProperty("cost", NullValueHandling = NullValueHandling.Ignore, ObjectCreationHandling = ObjectCreationHandling.Replace)]
    public CostModel? Cost { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JToken?> Others { get; set; } = [];

    public static string Generate(JsonGenerator g)
    {
        var fields = new List<(string, string)>();
        Add(g, fields, "span_id", g.String);
        Add(g, fields, "message", g.String);
        Add(g, fields, "json_payload", () => g.Value(2));
        Add(g, fields, "cached", () => g.Any(["true", "false"]));
        Add(g, fields, "usage",
            () => Numbers(g, ["input_tokens", "output_tokens", "total_tokens"], () => g.Next(100_000).ToString(CultureInfo.InvariantCulture)));
        Add(g, fields, "cost", () => Numbers(g, ["generation", "platform", "total"], g.Number));
        if (g.Sometimes(30))
        {
            fields.Insert(g.Next(fields.Count + 1), ("images", g.Next(4) switch { 0 => "null", 1 => g.Value(2), _ => g.Array(g.String, most: 2) }));
        }

        if (g.Sometimes(30))
        {
            fields.Insert(g.Next(fields.Count + 1), ("model", g.Sometimes(10) ? g.Value(1) : g.String()));
        }

        if (g.Sometimes(20))
        {
            fields.Insert(g.Next(fields.Count + 1), (g.Any(["region", "Message", "SPAN_ID", "span_id", "json_payload", "usage"]), g.Value(2)));
        }

        return g.Object(fields);
    }

    public static async Task<string> ReadOursAsync(ReadOnlyMemory<byte> json)
    {
        var answer = await Wire.Answering(json).CallAsync(Request);
        var usage = answer.Usage;
        var cost = answer.Cost;
        return Differential.Form.Of(
            answer.SpanId,
            answer.Message,
            (JToken?)answer.JsonPayload,
            answer.Cached,
            answer.Model,
            answer.Images,
            usage is null ? null : new object?[] { usage.InputTokens, usage.OutputTokens, usage.TotalTokens, Sorted(usage.AdditionalProperties) },
            cost is null ? null : new object?[] { cost.Generation, cost.Platform, cost.Total, Sorted(cost.AdditionalProperties) },
            Sorted(answer.AdditionalProperties));
    }

    public static string Form(EnvelopeModel answer) =>
        Differential.Form.Of(
            answer.SpanId ?? string.Empty,
            answer.Message,
            answer.JsonPayload,
            answer.Cached,
            answer.Model,
            answer.Images?.Where(image => image is not null),
            answer.Usage is not { } usage ? null : new object?[] { usage.InputTokens, usage.OutputTokens, usage.TotalTokens, Sorted(usage.Others) },
            answer.Cost is not { } cost ? null : new object?[] { cost.Generation, cost.Platform, cost.Total, Sorted(cost.Others) },
            Sorted(answer.Others));

    private static object?[] Sorted(IDictionary<string, RawJson?> others) => Sorted(others.ToDictionary(pair => pair.Key, pair => (JToken?)pair.Value));

    private static object?[] Sorted(IDictionary<string, JToken?> others) =>
        [.. others.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new object?[] { pair.Key, pair.Value })];

    private static string Numbers(JsonGenerator g, string[] names, Func<string> number)
    {
        var fields = new List<(string, string)>();
        foreach (var name in names)
        {
            Add(g, fields, name, number);
        }

        return g.Object(fields);
    }

    // One in fifty has any type, one in eight is omitted.
    private static void Add(JsonGenerator g, List<(string, string)> fields, string name, Func<string> value)
    {
        if (g.Sometimes(88))
        {
            fields.Add((name, g.Sometimes(2) ? g.Value(1) : g.Sometimes(10) && name != "span_id" ? "null" : value()));
        }
    }

    internal sealed class UsageModel
    {
        [JsonProperty("input_tokens", NullValueHandling = NullValueHandling.Ignore)]
        public int? InputTokens { get; set; }

        [JsonProperty("output_tokens", NullValueHandling = NullValueHandling.Ignore)]
        public int? OutputTokens { get; set; }

        [JsonProperty("total_tokens", NullValueHandling = NullValueHandling.Ignore)]
        public long? TotalTokens { get; set; }

        [JsonExtensionData]
        public Dictionary<string, JToken?> Others { get; set; } = [];
    }

    internal sealed class CostModel
    {
        [JsonProperty("generation", NullValueHandling = NullValueHandling.Ignore)]
        public double? Generation { get; set; }

        [JsonProperty("platform", NullValueHandling = NullValueHandling.Ignore)]
        public double? Platform { get; set; }

        [JsonProperty("total", NullValueHandling = NullValueHandling.Ignore)]
        public double? Total { get; set; }

        [JsonExtensionData]
        public Dictionary<string, JToken?> Others { get; set; } = [];
    }
}
