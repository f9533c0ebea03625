namespace Opper;

/// <summary>Writes one JSON value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal delegate void JsonWriteMethod<in T>(JsonOutput output, T value);

/// <summary>The writer of list items, dictionary values and custom values; created once per type.</summary>
/// <typeparam name="T">A scalar, a model, a custom value, or a list of those.</typeparam>
internal static class JsonItemWriter<T>
{
    public static readonly JsonWriteMethod<T> Write = CreateWrite();

    private static JsonWriteMethod<T> CreateWrite()
    {
        if (typeof(IJsonModel).IsAssignableFrom(typeof(T)))
        {
            return static (output, value) => ((IJsonModel)value!).Write(output);
        }

        if (typeof(IJsonWritable).IsAssignableFrom(typeof(T)))
        {
            return static (output, value) => ((IJsonWritable)value!).Write(output);
        }

        return static (output, value) => output.Free(value);
    }
}
