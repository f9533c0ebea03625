using System.Text.Json.Serialization;

namespace Opper.Emulator.Cassettes;

/// <summary>A request and its response, on one line of a cassette.</summary>
internal sealed record CassetteExchange(CassetteRequest Request, CassetteResponse Response)
{
    /// <summary>The line number in the file; 0 if it was not read from a file.</summary>
    [JsonIgnore]
    public int Line { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, CassetteJson.Options);

    public static CassetteExchange FromJson(JsonObject json, int line)
    {
        var exchange = Read(json) with { Line = line };
        var response = exchange.Response;
        if (response.Status is < 200 or > 999)
        {
            throw new FormatException($"{response.Status} is not a valid response status");
        }

        // Decodes the exchange now, so that an invalid one is reported when the cassette is read, rather than during a test.
        _ = (response.AllHeaders(), CassetteBody.ToBytes(response.Body));
        response.Chunks?.ToList().ForEach(chunk => _ = (CassetteBody.ToBytes(chunk), CassetteBody.PauseOf(chunk)));
        return exchange;
    }

    // Only JSON of the wrong form ends up here; incomplete lines are handled by CassetteFile.
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
