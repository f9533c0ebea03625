namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A value for a schema. If not found, it is a placeholder without evidence in the input.</summary>
internal readonly record struct Filled(JsonNode? Node, bool Found)
{
    public static Filled Yes(JsonNode? node) => new(node, true);

    public static Filled No(JsonNode? node) => new(node, false);
}
