namespace Opper;

/// <summary>Writes one value.</summary>
/// <typeparam name="T">Its type.</typeparam>
internal delegate void JsonWriteMethod<in T>(JsonOutput output, T value);

/// <summary>How the items of lists and dictionaries, and the values with a form of their own, are written; found once per type.</summary>
/// <typeparam name="T">A scalar, a model, a value, or a list of those.</typeparam>
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
