using Newtonsoft.Json;

namespace Opper;

/// <summary>Reads the derived type that the discriminator names, wherever among the members that stands.</summary>
internal sealed class PolymorphicConverter(Polymorphism family, Type baseType) : JsonConverter
{
    // A base type that stands for itself too is read as a plain object the second time.
    [ThreadStatic]
    private static bool s_readsBaseAsItself;

    public override bool CanRead
    {
        get
        {
            var reads = !s_readsBaseAsItself;
            s_readsBaseAsItself = false;
            return reads;
        }
    }

    // Writing follows the contract of the value's own type, which has the discriminator.
    public override bool CanWrite => false;

    public override bool CanConvert(Type objectType) => objectType == baseType;

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonToken.StartObject || reader is not Utf8JsonTokenReader utf8)
        {
            throw Failure($"Expected an object for {baseType.Name}, found {reader.TokenType}.", reader.Path);
        }

        var tag = utf8.PeekMember(family.PropertyName);
        if (family.Find(tag) is not { } type)
        {
            throw Failure($"Expected '{family.PropertyName}' to be one of {string.Join(", ", family.Derived.Select(derived => $"'{derived.Value}'"))} for {baseType.Name}.", reader.Path);
        }

        s_readsBaseAsItself = type == baseType;
        return serializer.Deserialize(reader, type);
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new NotSupportedException();

    private static JsonSerializationException Failure(string message, string path) => new($"{message} Path '{path}'.", path, 0, 0, innerException: null);
}
