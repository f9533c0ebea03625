using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Opper.Json;

/// <summary>Reads one JSON value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal delegate T JsonReadMethod<out T>(ref Utf8JsonReader reader, ref JsonSource source);

/// <summary>The members that codecs require of a type, for trimming.</summary>
internal static class JsonCodec
{
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.NonPublicConstructors;
}

/// <summary>The reader of list items, dictionary values and custom values; created once per type.</summary>
/// <typeparam name="T">A scalar, a model, a custom value, or a list of those.</typeparam>
internal static class JsonCodec<[DynamicallyAccessedMembers(JsonCodec.Members)] T>
{
    public static readonly JsonReadMethod<T> Read = CreateRead();

    /// <summary>Whether null is a value of the type, rather than an absent value.</summary>
    public static readonly bool ReadsNull = typeof(T) == typeof(RawJson);

    private static JsonReadMethod<T> CreateRead()
    {
        if (typeof(T) == typeof(string))
        {
            return (JsonReadMethod<T>)(object)new JsonReadMethod<string>(static (ref Utf8JsonReader reader, ref JsonSource _) => JsonRead.String(ref reader));
        }

        if (typeof(T) == typeof(int))
        {
            return (JsonReadMethod<T>)(object)new JsonReadMethod<int>(static (ref Utf8JsonReader reader, ref JsonSource _) => JsonRead.Int32(ref reader));
        }

        if (typeof(T) == typeof(double))
        {
            return (JsonReadMethod<T>)(object)new JsonReadMethod<double>(static (ref Utf8JsonReader reader, ref JsonSource _) => JsonRead.Double(ref reader));
        }

        if (typeof(T) == typeof(object) || typeof(T) == typeof(RawJson))
        {
            return (JsonReadMethod<T>)(object)new JsonReadMethod<RawJson>(JsonRead.Raw);
        }

        if (typeof(IJsonModel).IsAssignableFrom(typeof(T)))
        {
            return static (ref Utf8JsonReader reader, ref JsonSource source) =>
            {
                var model = Activator.CreateInstance<T>();
                ((IJsonModel)model!).Read(ref reader, ref source);
                return model;
            };
        }

        return Activator.CreateInstance(typeof(T), nonPublic: true) is IJsonValue<T> value
            ? value.Read
            : throw new NotSupportedException($"{typeof(T)} has no JSON representation in the API contract.");
    }
}
