using System.Text;

namespace Opper.Conventions;

/// <summary>A way to read and write models, which must use the wire format.</summary>
internal sealed record WireSerializer(string Name, Func<string, Type, object?> Read, Func<object?, string> Write)
{
    private static readonly System.Text.Json.JsonSerializerOptions Web = new(System.Text.Json.JsonSerializerDefaults.Web);

    public static IReadOnlyList<WireSerializer> All { get; } =
    [
        new("Json.NET", static (json, type) => PlainJson.Read(PlainJson.Parse(json), type), static value => PlainJson.Write(value).ToString(Formatting.None)),
        new("System.Text.Json", static (json, type) => System.Text.Json.JsonSerializer.Deserialize(json, type),
            static value => System.Text.Json.JsonSerializer.Serialize(value)),
        new("System.Text.Json, Web", static (json, type) => System.Text.Json.JsonSerializer.Deserialize(json, type, Web),
            static value => System.Text.Json.JsonSerializer.Serialize(value, Web)),
        // One byte at a time, so that the serializer passes many segments to a converter.
        new("System.Text.Json, stream", static (json, type) => System.Text.Json.JsonSerializer.DeserializeAsync(new TrickleStream(Encoding.UTF8.GetBytes(json)),
            type, Web).AsTask().Result, static value => System.Text.Json.JsonSerializer.Serialize(value, Web)),
        new("the library", static (json, type) => System.Text.Json.JsonSerializer.Deserialize(json, type), static value => RawJson.From(value).GetRawText()),
    ];

    public override string ToString() => Name;

    private sealed class TrickleStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
