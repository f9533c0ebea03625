using System.Collections;
using System.Text.Json;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Writes callers' own types where Json.NET meets them in a request. They are read by their descriptions alone.</summary>
internal sealed class TypedValueConverter : JsonConverter
{
    private static readonly System.Reflection.Assembly Own = typeof(TypedValueConverter).Assembly;
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = OpperJson.MaxDepth };

    public static TypedValueConverter Instance { get; } = new();

    public override bool CanRead => false;

    public static bool Handles(Type type)
    {
        if (type == typeof(DeclaredValue))
        {
            return true;
        }

        if (type.Assembly == Own || JsonNetAttributes.IsOfJsonNet(type) || type == typeof(string) || type == typeof(object))
        {
            return false;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type == typeof(decimal) || type == typeof(byte[]) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(Guid) || type == typeof(Uri))
        {
            return type.IsEnum;
        }

        return !typeof(IEnumerable).IsAssignableFrom(type) || (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()) is not { Length: > 0 } parts || !Array.TrueForAll(parts, IsOfModels);
    }

    public override bool CanConvert(Type objectType) => Handles(objectType);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer) => throw new NotSupportedException();

    public override void WriteJson(JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            default:
                using (var bytes = new PooledBytes())
                {
                    using (var json = new Utf8JsonWriter(bytes, Options))
                    {
                        TypedWriter.Write(json, value, value.GetType());
                    }

                    writer.WriteRawValue(Utf8Text.Decode(bytes.Span));
                }

                break;
        }
    }

    private static bool IsOfModels(Type type) => type.Assembly == Own || JsonNetAttributes.IsOfJsonNet(type) || type == typeof(string) || type.IsPrimitive;
}
