using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Lets System.Text.Json read and write an open enum, a union or free-form JSON as the API does. It is applied to the types already.</summary>
/// <typeparam name="T">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpperValueConverter<[DynamicallyAccessedMembers(
    DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.NonPublicConstructors)] T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => false;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var source = default(JsonSource);
        return JsonCodec<T>.Read(ref reader, ref source);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ThrowIf.Null(writer);
        JsonItemWriter<T>.Write(new JsonOutput(writer, isRequest: false), value);
    }
}
