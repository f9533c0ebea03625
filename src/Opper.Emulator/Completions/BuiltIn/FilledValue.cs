namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A value for a schema. If not found, it is a placeholder without evidence in the input.</summary>
internal readonly record struct FilledValue(JsonNode? Node, bool Found)
{
    public static FilledValue Yes(JsonNode? node) => new(node, true);

    public static FilledValue No(JsonNode? node) => new(node, false);
}
