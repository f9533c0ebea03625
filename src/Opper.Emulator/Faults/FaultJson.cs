using System.Text.Json.Serialization;

namespace Opper.Emulator.Faults;

/// <summary>Faults as JSON, for clients in other languages.</summary>
internal static class FaultJson
{
    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    }.AsReadOnly();

    public static string Name(EmulatorFaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static EmulatorFault Read(ReadOnlySpan<byte> text)
    {
        try
        {
            var wire = JsonSerializer.Deserialize<WireFault>(text, Options)
                ?? throw ApiException.Validation("missing", ["body"], "Field required", null);
            var fault = new EmulatorFault
            {
                Kind = wire.Kind,
                Operation = wire.Operation,
                Times = wire.Times,
                Probability = wire.Probability ?? 1,
                Seed = wire.Seed ?? 0,
                StatusCode = wire.Status ?? 503,
                RetryAfter = wire.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Delay = TimeSpan.FromMilliseconds(wire.DelayMs ?? 1000),
                AfterBytes = wire.AfterBytes ?? 0,
            };
            fault.Validate();
            return fault;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException)
        {
            throw ApiException.Validation("value_error", ["body"], error.Message, null);
        }
    }

    public static JsonObject Write(ActiveFault active)
    {
        var fault = active.Fault;
        return new JsonObject
        {
            ["id"] = active.Id,
            ["kind"] = Name(fault.Kind),
            ["operation"] = fault.Operation,
            ["times"] = fault.Times,
            ["probability"] = fault.Probability,
            ["seed"] = fault.Seed,
            ["status"] = fault.Kind == EmulatorFaultKind.Status ? fault.StatusCode : null,
            ["retry_after"] = fault.RetryAfter?.TotalSeconds,
            ["delay_ms"] = fault.Kind == EmulatorFaultKind.Latency ? fault.Delay.TotalMilliseconds : null,
            ["after_bytes"] = fault.AfterBytes > 0 ? fault.AfterBytes : null,
            ["hits"] = active.Hits,
        }.WithoutNulls();
    }

    private sealed record WireFault(
        [property: JsonRequired] EmulatorFaultKind Kind,
        string? Operation = null,
        int? Times = null,
        double? Probability = null,
        int? Seed = null,
        int? Status = null,
        double? RetryAfter = null,
        double? DelayMs = null,
        int? AfterBytes = null);
}
