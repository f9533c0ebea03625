using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch;

namespace Opper.Tool.Batches;

/// <summary>A result as a line of the output.</summary>
internal sealed record BatchLine(long Index, RawJson Input, RawJson? Output, string? Error)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(BatchItem<RawJson, RawJson> item) =>
        JsonSerializer.Serialize(new BatchLine(item.Index, item.Input, item.Output, item.Error?.Message), Options);
}
