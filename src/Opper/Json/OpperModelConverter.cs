using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Lets System.Text.Json read and write a model of this library as the API does. It is applied to the models already.</summary>
/// <typeparam name="T">The model.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpperModelConverter<T> : JsonConverter<T>
    where T : class, new()
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var source = default(JsonSource);
        var model = new T();
        ((IJsonModel)model).Read(ref reader, ref source);
        return model;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ThrowIf.Null(writer);
        ((IJsonModel)value).Write(new JsonOutput(writer, isRequest: false));
    }
}
