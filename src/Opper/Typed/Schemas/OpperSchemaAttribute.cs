namespace Opper;

/// <summary>
/// Specifies the JSON Schema of a type or a member that has a custom converter, such as a strongly typed ID. Without it, such a type is described as any
/// value, because only the converter knows its JSON.
/// </summary>
/// <param name="json">A JSON Schema, such as <c>{"type": "string", "pattern": "^u-[0-9]+$"}</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Property
    | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class OpperSchemaAttribute(string json) : Attribute
{
    /// <summary>The JSON Schema.</summary>
    public string Json { get; } = json;
}
