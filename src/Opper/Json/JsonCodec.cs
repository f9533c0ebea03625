using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Opper;

/// <summary>Reads one value.</summary>
/// <typeparam name="T">Its type.</typeparam>
internal delegate T JsonReadMethod<out T>(ref Utf8JsonReader reader, ref JsonSource source);

/// <summary>What codecs need of a type.</summary>
internal static class JsonCodec
{
    public const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.NonPublicConstructors;
}

/// <summary>How the items of lists and dictionaries, and the values with a form of their own, are read; found once per type.</summary>
/// <typeparam name="T">A scalar, a model, a value, or a list of those.</typeparam>
internal static class JsonCodec<[DynamicallyAccessedMembers(JsonCodec.Members)] T>
{
    public static readonly JsonReadMethod<T> Read = CreateRead();

    /// <summary>Whether null is a value of the type rather than the absence of one.</summary>
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
            : throw new NotSupportedException($"{typeof(T)} has no JSON form in the contract.");
    }
}
