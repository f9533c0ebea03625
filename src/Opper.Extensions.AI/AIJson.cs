using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Extensions.AI;

using Microsoft.Extensions.AI;

/// <summary>JSON between the two libraries: System.Text.Json there, Newtonsoft's tokens in Opper's open fields.</summary>
internal static class AIJson
{
    // Theirs, without the white space that a model would have to read.
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement element => element.GetRawText(),
        _ => System.Text.Json.JsonSerializer.Serialize(value, Options.GetTypeInfo(value.GetType())),
    };

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static string WriteText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => Write(value),
    };

    public static JToken ToToken(object? value)
    {
        using var reader = new JsonTextReader(new StringReader(Write(value))) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        return JToken.ReadFrom(reader);
    }

    public static IDictionary<string, object?>? ReadArguments(string json)
        => System.Text.Json.JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(json) ? "{}" : json, Options.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;
}
