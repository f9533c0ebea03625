namespace Opper.Emulator.Chat;

/// <summary>What an answer on the compat surface says in headers.</summary>
internal static class AnswerHeaders
{
    public static void Add(HttpResponse response, string? spanId, string model)
    {
        response.Headers["X-Opper-Trace-Id"] = spanId;
        response.Headers["X-Opper-Served-Model"] = model;
    }

    /// <summary>Says what a whole answer cost; a stream says it in its last event.</summary>
    public static void AddCost(HttpResponse response, JsonObject cost) =>
        response.Headers["X-Opper-Cost"] = ((decimal)cost["total"]!).ToString(CultureInfo.InvariantCulture);
}
