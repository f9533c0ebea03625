using Opper.Emulator.Knowledge;

namespace Opper.Emulator.Cassettes;

/// <summary>An answer as it is written to a cassette: whole, or in the chunks of a stream.</summary>
internal sealed record CassetteResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonObject? Body, IReadOnlyList<CassetteChunk>? Chunks, bool IsCut)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["status"] = Status };
        if (Headers.Count > 0)
        {
            json["headers"] = new JsonObject(Headers.GroupBy(h => h.Key, StringComparer.Ordinal).Select(values => KeyValuePair.Create(
                values.Key,
                values.Count() == 1 ? (JsonNode?)values.Single().Value : new JsonArray([.. values.Select(v => (JsonNode)v.Value)]))));
        }

        if (Body is not null)
        {
            json["body"] = Body.DeepClone();
        }

        if (Chunks is not null)
        {
            json["chunks"] = new JsonArray([.. Chunks.Select(chunk => chunk.ToJson())]);
        }

        if (IsCut)
        {
            json["cut"] = true;
        }

        return json;
    }

    public static CassetteResponse FromJson(JsonObject json) => new(
        (int)json["status"]! is >= 200 and <= 999 and var status ? status : throw new FormatException($"{json["status"]} is no status of an answer"),
        [.. (json["headers"]?.AsObject() ?? []).SelectMany(h => (h.Value is JsonArray values ? values.ToArray() : [h.Value]).Select(v => KeyValuePair.Create(h.Key, (string)v!)))],
        (JsonObject?)json["body"]?.DeepClone(),
        json["chunks"] is JsonArray chunks ? [.. chunks.Select(chunk => CassetteChunk.FromJson(chunk!.AsObject()))] : null,
        (bool?)json["cut"] ?? false);
}
