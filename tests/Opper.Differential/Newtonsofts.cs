using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>The reference: Newtonsoft from a string, with the settings that keep dates as text and nothing else.</summary>
internal static class Newtonsofts
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        DateParseHandling = DateParseHandling.None,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        Culture = CultureInfo.InvariantCulture,
        CheckAdditionalContent = true,
        MaxDepth = 256,
    };

    public static T Read<T>(byte[] json)
        where T : class =>
        JsonConvert.DeserializeObject<T>(Encoding.UTF8.GetString(json), Settings) ?? throw new JsonSerializationException("There is nothing to read.");

    /// <summary>A field of an object; other JSON is rejected.</summary>
    public static JObject Object(byte[] json) => Read<JToken>(json) as JObject ?? throw new JsonSerializationException("Not an object.");
}
