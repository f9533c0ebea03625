using System.Text.Json.Serialization;

namespace Opper.Emulator.Cassettes;

/// <summary>A request and its answer, on one line of a cassette.</summary>
internal sealed record CassetteExchange(CassetteRequest Request, CassetteResponse Response)
{
    /// <summary>Where in the file it stands; 0 if it has not been read from there.</summary>
    [JsonIgnore]
    public int Line { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, CassetteJson.Options);

    public static CassetteExchange FromJson(JsonObject json, int line)
    {
        var exchange = Read(json) with { Line = line };
        var response = exchange.Response;
        if (response.Status is < 200 or > 999)
        {
            throw new FormatException($"{response.Status} is no status of an answer");
        }

        // What cannot be sent is found when the cassette is read, not in the middle of a test.
        _ = (response.AllHeaders(), CassetteBody.ToBytes(response.Body));
        response.Chunks?.ToList().ForEach(chunk => _ = (CassetteChunk.ToBytes(chunk), CassetteChunk.PauseOf(chunk)));
        return exchange;
    }

    // JSON of another form is no torn line.
    private static CassetteExchange Read(JsonObject json)
    {
        try
        {
            return json.Deserialize<CassetteExchange>(CassetteJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }
}
