namespace Opper.Emulator.Chat;

/// <summary>The response headers of the compat surface.</summary>
internal static class CallHeaders
{
    public static void Add(HttpResponse response, string? spanId, string model)
    {
        response.Headers["X-Opper-Trace-Id"] = spanId;
        response.Headers["X-Opper-Served-Model"] = model;
    }

    /// <summary>Adds the cost of a complete response; a stream has it in the last event.</summary>
    public static void AddCost(HttpResponse response, JsonObject cost) =>
        response.Headers["X-Opper-Cost"] = ((decimal)cost["total"]!).ToString(CultureInfo.InvariantCulture);
}
