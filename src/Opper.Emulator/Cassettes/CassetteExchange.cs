namespace Opper.Emulator.Cassettes;

/// <summary>A request and its answer, on one line of a cassette.</summary>
internal sealed record CassetteExchange(CassetteRequest Request, CassetteResponse Response, int Line = 0)
{
    public JsonObject ToJson() => new() { ["request"] = Request.ToJson(), ["response"] = Response.ToJson() };

    public static CassetteExchange FromJson(JsonObject json, int line)
    {
        var exchange = new CassetteExchange(CassetteRequest.FromJson(json["request"]!.AsObject()), CassetteResponse.FromJson(json["response"]!.AsObject()), line);
        // What cannot be sent is found when the cassette is read, not in the middle of a test.
        _ = CassetteBody.ToBytes(exchange.Response.Body);
        foreach (var chunk in exchange.Response.Chunks ?? [])
        {
            _ = chunk.ToBytes();
        }

        return exchange;
    }
}
