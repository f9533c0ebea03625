using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <inheritdoc cref="ISubstituteConverter"/>
internal abstract class SubstituteConverter<T, TSubstitute> : JsonConverter<T>, ISubstituteConverter
{
    public Type Substitute => typeof(TSubstitute);

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<TSubstitute>)options.GetTypeInfo(typeof(TSubstitute))) is { } substitute
            ? From(substitute)
            : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, To(value), (JsonTypeInfo<TSubstitute>)options.GetTypeInfo(typeof(TSubstitute)));

    protected abstract T From(TSubstitute substitute);

    protected abstract TSubstitute To(T value);
}
