using Microsoft.CodeAnalysis;

namespace Opper.Analyzers;

/// <summary>The members of a type as System.Text.Json selects them, extended by the rules of the client.</summary>
internal sealed class Members
{
    private readonly List<Member> _all = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly INamedTypeSymbol _type;
    private readonly ConstructorChoice _constructor;
    private readonly MemberAccess _access;

    public Members(INamedTypeSymbol type, Compilation compilation)
    {
        _type = type;
        _constructor = ConstructorChoice.Of(type);
        _access = new MemberAccess(compilation, isDefaultCreated: _constructor is { Constructor: null, Missing: Certainty.No });
        foreach (var level in Levels())
        {
            foreach (var symbol in level.GetMembers().OfType<IPropertySymbol>())
            {
                Add(symbol);
            }

            foreach (var symbol in level.GetMembers().OfType<IFieldSymbol>())
            {
                Add(symbol);
            }
        }

        All = Order([.. _all.Where(IsOfContract)]);
    }

    public IReadOnlyList<Member> All { get; }

    /// <summary>Whether the type has no usable constructor.</summary>
    public Certainty LacksConstructor => _constructor.Missing;

    /// <summary>A constructor parameter without a matching member. Not reported for referenced assemblies, whose members are not all visible.</summary>
    public string? UnboundParameter => !_type.IsSource()
        ? null
        : _constructor.Parameters.FirstOrDefault(parameter =>
            !_all.Exists(member => Parameter(member.Symbol, member.Type) is { } bound && SymbolEqualityComparer.Default.Equals(bound, parameter)))?.Name;

    /// <summary>A JSON name of two members.</summary>
    public string? Collision { get; private set; }

    /// <summary>A member whose type cannot be serialized.</summary>
    public (ISymbol Symbol, string Type)? Invalid { get; private set; }

    private IEnumerable<INamedTypeSymbol> Levels() => _type.TypeKind == TypeKind.Interface
        ? _type.AllInterfaces.Prepend(_type)
        : _type.SelfAndBases().Where(static level => level.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType));

    private static List<Member> Order(List<Member> members) =>
        members.Exists(static member => member.Symbol.FindJson("JsonPropertyOrder") is not null)
            ? [.. members.OrderBy(static member => member.Symbol.FindJson("JsonPropertyOrder")?.ConstructorArguments[0].Value as int? ?? 0)]
            : members;

    private void Add(IPropertySymbol property)
    {
        var isNamed = property.FindJson("JsonInclude") is not null || property.FindJsonNet("JsonProperty") is not null;
        if (property.IsStatic || property.Parameters.Length > 0 || property.ExplicitInterfaceImplementations.Length > 0
            || !(isNamed || property.GetMethod?.DeclaredAccessibility == Accessibility.Public
                || property.SetMethod?.DeclaredAccessibility == Accessibility.Public))
        {
            return;
        }

        // An ignored override also removes the property of the base type.
        if ((property.IsVirtual || property.IsAbstract || property.IsOverride)
            && _all.Exists(other => other.IsIgnored && other.Symbol.Name == property.Name && SymbolEqualityComparer.Default.Equals(other.Type, property.Type)))
        {
            return;
        }

        if (property.ReturnsByRef || property.ReturnsByRefReadonly)
        {
            Refuse(property, SymbolNames.OfRuntime(property.Type) + "&");
        }

        var parameter = Parameter(property, property.Type);
        Add(new Member(property, property.Type, JsonName(property), IsIgnored(property))
        {
            CanBeSet = parameter is not null ? Certainty.Yes : IsIgnored(property) ? Certainty.No : _access.CanBeSet(property),
            CanBeRead = !IsIgnored(property) && property.GetMethod is { } get && (isNamed || get.DeclaredAccessibility == Accessibility.Public),
            IsDescribed = IsDescribed(property, parameter),
        });
    }

    private void Add(IFieldSymbol field)
    {
        var isNamed = field.FindJson("JsonInclude") is not null || field.FindJsonNet("JsonProperty") is not null;
        if (field.IsStatic || field.IsConst || field.AssociatedSymbol is not null || !(isNamed || field.DeclaredAccessibility == Accessibility.Public))
        {
            return;
        }

        var parameter = Parameter(field, field.Type);
        Add(new Member(field, field.Type, JsonName(field), IsIgnored(field))
        {
            CanBeSet = parameter is not null || !(field.IsReadOnly || IsIgnored(field)) ? Certainty.Yes : Certainty.No,
            CanBeRead = !IsIgnored(field),
            IsDescribed = IsDescribed(field, parameter),
        });
    }

    private void Add(Member member)
    {
        if (!member.IsIgnored && (member.Type.IsRefLikeType || member.Type.TypeKind == TypeKind.Pointer))
        {
            Refuse(member.Symbol, SymbolNames.OfRuntime(member.Type));
        }

        if (!_byName.TryGetValue(member.JsonName, out var index))
        {
            _byName.Add(member.JsonName, _all.Count);
            _all.Add(member);
        }
        else if (_all[index].IsIgnored)
        {
            _all[index] = member;
        }
        else if (!member.IsIgnored && _all[index].Symbol.Name != member.Symbol.Name
            && !_all.Exists(other => other.IsIgnored && other.Symbol.Name == member.Symbol.Name))
        {
            Collision ??= member.JsonName;
        }
    }

    private void Refuse(ISymbol symbol, string type) => Invalid ??= IsIgnored(symbol) ? null : (symbol, type);

    private IParameterSymbol? Parameter(ISymbol member, ITypeSymbol type) =>
        _constructor.Parameters.FirstOrDefault(parameter =>
            string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(parameter.Type, type));

    // Json.NET's attributes can remove members; opt-in contracts are not analyzed further (see OptsIn).
    private bool IsOfContract(Member member) =>
        member.Symbol.FindJsonNet("JsonIgnore") is null && member.Symbol.FindJsonNet("JsonExtensionData") is null && !IsDiscriminator(member);

    // A member that repeats the discriminator is removed from the contract and set from the discriminator.
    private bool IsDiscriminator(Member member) => Parameter(member.Symbol, member.Type) is null
        && _type.SelfAndBases().Concat(_type.AllInterfaces).Any(ancestor =>
            PolymorphicType.Of(ancestor) is { } polymorphic && string.Equals(polymorphic.PropertyName, member.JsonName, StringComparison.OrdinalIgnoreCase));

    private bool OptsIn => _type.SelfAndBases().Any(static level =>
        level.FindJsonNet("JsonObject") is not null || level.Find("System.Runtime.Serialization", "DataContractAttribute") is not null);

    private bool IsDescribed(ISymbol member, IParameterSymbol? parameter) =>
        member.HasConverter() || member.HasOwnSchema() || parameter?.HasOwnSchema() == true || OptsIn;

    private static string JsonName(ISymbol member) => member.FindJson("JsonPropertyName")?.ConstructorArguments[0].Value as string ?? member.Name;

    private static bool IsIgnored(ISymbol member) => member.FindJson("JsonIgnore") is { } ignore
        && (ignore.NamedArguments.FirstOrDefault(static argument => argument.Key == "Condition").Value.Value as int? ?? Always) is Always or >= WhenOneWay;

    // Values of JsonIgnoreCondition.
    private const int Always = 1;
    private const int WhenOneWay = 4;
}
