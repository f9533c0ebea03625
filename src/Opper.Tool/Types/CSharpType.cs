namespace Opper.Tool.Types;

/// <summary>A type to generate.</summary>
internal abstract record CSharpType(string Name, string? Description);

/// <summary>A record, which may have a base type.</summary>
internal sealed record RecordType(string Name, string? Description) : CSharpType(Name, Description)
{
    public List<RecordMember> Members { get; } = [];

    /// <summary>Whether additional properties are preserved.</summary>
    public bool IsOpen { get; set; }

    public string? Base { get; set; }
}

/// <summary>A property of a record.</summary>
internal sealed record RecordMember(string Name, string WireName, string Type, bool IsRequired, string? Description, IReadOnlyList<string> Attributes);

/// <summary>An enumeration of strings.</summary>
internal sealed record EnumType(string Name, string? Description, IReadOnlyList<(string Name, string WireName)> Values) : CSharpType(Name, Description);

/// <summary>Objects with a discriminator property.</summary>
internal sealed record FamilyType(string Name, string? Description, string Discriminator, IReadOnlyList<(string Type, string Value)> Cases)
    : CSharpType(Name, Description);
