using Newtonsoft.Json;

namespace Opper.Differential;

/// <summary>The envelope of a typed call, for Newtonsoft.</summary>
internal sealed class PayloadModel<T>
    where T : class
{
    [JsonProperty("json_payload")]
    public T? JsonPayload { get; set; }
}
