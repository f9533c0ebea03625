using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Batch.Json;

/// <summary>Writes enumerations by name, except those with a converter of their own, over which a converter of the options would take precedence.</summary>
internal sealed class EnumNameConverter : JsonConverterFactory
{
    private readonly JsonStringEnumConverter _names = new();

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && !typeToConvert.IsDefined(typeof(JsonConverterAttribute), inherit: false);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => _names.CreateConverter(typeToConvert, options);
}
