using System.Text.Json;

namespace Opper.Streaming;

/// <summary>JSON of any type, for members that are not typed further, and for fields that the type does not have.</summary>
internal sealed class AnyShape(Type type, TypeSource? source) : Shape(type)
{
    public const int LagOfCopies = 8;

    /// <summary>For fields that the type does not have, which are written but not built.</summary>
    public static AnyShape Instance { get; } = new(typeof(object), null);

    public override bool IsContainer => true;

    public override int Lag => LagOfCopies;

    public override Shape Item => Instance;

    /// <summary>Deserializes JSON as a type.</summary>
    public static object? Read(TypeSource source, Type type, Action<Utf8JsonWriter> write)
    {
        using var bytes = new PooledBytes();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = OpperJson.MaxDepth }))
        {
            write(writer);
        }

        return JsonSerializer.Deserialize(bytes.Span, source.Info(type));
    }

    public override Shape Member(string name) => Instance;

    protected override object? BuildContent(PartialNode node) => source is null ? NotYet : Read(source, Type, writer => Write(node, writer));
}
