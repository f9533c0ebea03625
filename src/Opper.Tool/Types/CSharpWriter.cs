using System.Text;
using Opper.Evaluation.Reports;

namespace Opper.Tool.Types;

/// <summary>Writes types as a C# file.</summary>
internal static class CSharpWriter
{
    private static readonly string[] Usings = ["System.ComponentModel", "System.ComponentModel.DataAnnotations", "System.Text.Json",
        "System.Text.Json.Serialization"];

    /// <summary>The types of the attributes, which types of these names would hide.</summary>
    public static readonly IReadOnlyCollection<string> AttributeTypes =
    [
        .. new[] { "Description", "JsonConverter", "JsonDerivedType", "JsonExtensionData", "JsonPolymorphic", "JsonPropertyName", "JsonStringEnumMemberName",
            "MaxLength", "MinLength", "Range", "RegularExpression" }.Select(name => name + "Attribute"),
    ];

    public static string Write(IReadOnlyCollection<CSharpType> types, IEnumerable<string> comments, string? space)
    {
        var text = new StringBuilder();
        foreach (var comment in comments)
        {
            text.Append($"// {VisibleText.Line(comment)}\n");
        }

        text.Append("#nullable enable\n");
        foreach (var name in Usings)
        {
            text.Append($"using {name};\n");
        }

        if (space is not null)
        {
            text.Append($"\nnamespace {space};\n");
        }

        foreach (var type in types)
        {
            text.Append('\n');
            Attribute(text, type.Description, string.Empty);
            switch (type)
            {
                case RecordType record:
                    Write(text, record);
                    break;
                case EnumType values:
                    Write(text, values);
                    break;
                case FamilyType family:
                    Write(text, family);
                    break;
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, RecordType record)
    {
        text.Append($"public sealed record {record.Name}{(record.Base is null ? string.Empty : $" : {record.Base}")}\n{{\n");
        foreach (var (member, index) in record.Members.Select((member, index) => (member, index)))
        {
            if (index > 0)
            {
                text.Append('\n');
            }

            Attribute(text, member.Description, "    ");
            foreach (var attribute in member.Attributes)
            {
                text.Append($"    [{attribute}]\n");
            }

            text.Append($"    [JsonPropertyName({Identifiers.Literal(member.WireName)})]\n");
            text.Append($"    public {(member.IsRequired ? "required " : string.Empty)}{member.Type} {member.Name} {{ get; init; }}\n");
        }

        if (record.IsOpen)
        {
            text.Append("\n    [JsonExtensionData]\n    public Dictionary<string, JsonElement>? AdditionalProperties { get; set; }\n");
        }

        text.Append("}\n");
    }

    private static void Write(StringBuilder text, EnumType type)
    {
        text.Append($"[JsonConverter(typeof(JsonStringEnumConverter<{type.Name}>))]\npublic enum {type.Name}\n{{\n");
        foreach (var (name, wireName) in type.Values)
        {
            text.Append($"    [JsonStringEnumMemberName({Identifiers.Literal(wireName)})]\n    {name},\n");
        }

        text.Append("}\n");
    }

    private static void Write(StringBuilder text, FamilyType family)
    {
        text.Append($"[JsonPolymorphic(TypeDiscriminatorPropertyName = {Identifiers.Literal(family.Discriminator)})]\n");
        foreach (var (type, value) in family.Cases)
        {
            text.Append($"[JsonDerivedType(typeof({type}), {Identifiers.Literal(value)})]\n");
        }

        text.Append($"public abstract record {family.Name};\n");
    }

    private static void Attribute(StringBuilder text, string? description, string indent)
    {
        if (!string.IsNullOrEmpty(description))
        {
            text.Append($"{indent}[Description({Identifiers.Literal(description)})]\n");
        }
    }
}
