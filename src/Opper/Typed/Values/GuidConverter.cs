using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>UUIDs, also in braces or without hyphens.</summary>
internal sealed class GuidConverter : TextConverter<Guid>
{
    public override JsonObject Describe() => new() { ["type"] = "string", ["format"] = "uuid" };

    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var value) ? value : base.Read(ref reader, typeToConvert, options);

    public override bool TryParse(string text, out Guid value) => Guid.TryParse(text, out value);

    public override string Format(Guid value) => value.ToString("D");
}
