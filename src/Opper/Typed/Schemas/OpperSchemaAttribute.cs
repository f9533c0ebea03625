namespace Opper;

/// <summary>
/// States the JSON Schema of a type or of a member, for those whose converter only knows what JSON they are: a strongly typed id, a masked text. Without it, a
/// converter of one's own is described as any value.
/// </summary>
/// <param name="json">A JSON Schema, such as <c>{"type": "string", "pattern": "^u-[0-9]+$"}</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class OpperSchemaAttribute(string json) : Attribute
{
    /// <summary>The JSON Schema.</summary>
    public string Json { get; } = json;
}
