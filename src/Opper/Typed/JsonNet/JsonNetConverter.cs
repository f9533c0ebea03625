using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using NetSerializer = Newtonsoft.Json.JsonSerializer;

namespace Opper.Typed;

/// <summary>Reads and writes a type with Json.NET, through JSON text.</summary>
/// <param name="converter">The converter from an attribute, or <see langword="null"/> for Json.NET's default.</param>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class JsonNetConverter<T>(Newtonsoft.Json.JsonConverter? converter) : System.Text.Json.Serialization.JsonConverter<T>, IDescribedConverter
{
    private readonly NetSerializer _serializer = Create();

    public override bool HandleNull => typeof(Newtonsoft.Json.Linq.JToken).IsAssignableFrom(typeof(T)) && typeof(T) != typeof(Newtonsoft.Json.Linq.JObject)
        && typeof(T) != typeof(Newtonsoft.Json.Linq.JArray);

    public JsonObject Describe() => typeof(T).Name switch
    {
        nameof(Newtonsoft.Json.Linq.JObject) => new JsonObject { ["type"] = "object" },
        nameof(Newtonsoft.Json.Linq.JArray) => new JsonObject { ["type"] = "array" },
        _ => [],
    };

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        using var json = new JsonTextReader(new StringReader(document.RootElement.GetRawText()))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = OpperJson.MaxDepth,
        };
        if (converter is not { CanRead: true })
        {
            return _serializer.Deserialize<T>(json);
        }

        json.Read();
        return (T?)converter.ReadJson(json, typeof(T), existingValue: null, _serializer);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        if (value is null)
        {
            json.WriteNull();
        }
        else if (converter is { CanWrite: true })
        {
            converter.WriteJson(json, value, _serializer);
        }
        else
        {
            _serializer.Serialize(json, value);
        }

        json.Flush();
        writer.WriteRawValue(text.ToString());
    }

    private static NetSerializer Create() => NetSerializer.Create(new JsonSerializerSettings
    {
        Culture = CultureInfo.InvariantCulture,
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Decimal,
        MaxDepth = OpperJson.MaxDepth,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        TypeNameHandling = TypeNameHandling.None,
    });
}
