using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>The envelope of a call, for Newtonsoft.</summary>
internal sealed class PayloadModel
{
    [JsonProperty("span_id")]
    public string? SpanId { get; set; }

    [JsonProperty("json_payload")]
    public JToken? JsonPayload { get; set; }
}
