using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <inheritdoc cref="IStandInConverter"/>
internal abstract class StandInConverter<T, TStandIn> : JsonConverter<T>, IStandInConverter
{
    public Type StandIn => typeof(TStandIn);

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<TStandIn>)options.GetTypeInfo(typeof(TStandIn))) is { } standIn ? From(standIn) : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, To(value), (JsonTypeInfo<TStandIn>)options.GetTypeInfo(typeof(TStandIn)));

    protected abstract T From(TStandIn standIn);

    protected abstract TStandIn To(T value);
}
