namespace Opper.Tool.Types;

/// <summary>A type that is written out.</summary>
internal abstract record CSharpType(string Name, string? Description);

/// <summary>A record; of a family, where it has a base.</summary>
internal sealed record RecordType(string Name, string? Description) : CSharpType(Name, Description)
{
    public List<RecordMember> Members { get; } = [];

    /// <summary>Whether names that the schema does not have are kept.</summary>
    public bool IsOpen { get; set; }

    public string? Base { get; set; }
}

/// <summary>A property of a record.</summary>
internal sealed record RecordMember(string Name, string WireName, string Type, bool IsRequired, string? Description, IReadOnlyList<string> Attributes);

/// <summary>Strings that are enumerated.</summary>
internal sealed record EnumType(string Name, string? Description, IReadOnlyList<(string Name, string WireName)> Values) : CSharpType(Name, Description);

/// <summary>Objects of which one property says which they are.</summary>
internal sealed record FamilyType(string Name, string? Description, string Discriminator, IReadOnlyList<(string Type, string Value)> Cases) : CSharpType(Name, Description);
