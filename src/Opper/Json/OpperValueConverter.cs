using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Lets System.Text.Json read and write an open enum, a union or free JSON in its wire form. It is set on the types; there is no need to use it by hand.</summary>
/// <typeparam name="T">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpperValueConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.NonPublicConstructors)] T> : JsonConverter<T>
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
