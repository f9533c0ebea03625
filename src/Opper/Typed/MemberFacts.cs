using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>What the compiler and attributes say about a member beyond its contract. On a positional record attributes stand on the constructor's parameter.</summary>
internal sealed class MemberFacts
{
    private readonly JsonPropertyInfo _property;
    private readonly MemberInfo? _member;
    private readonly ICustomAttributeProvider? _parameter;
    private IReadOnlyList<Attribute>? _attributes;

    public MemberFacts(JsonPropertyInfo property)
    {
        _property = property;
        _member = property.AttributeProvider as MemberInfo;
        _parameter = property.AssociatedParameter?.AttributeProvider;
        Nullability = _member is null ? null : TypeNullability.Of(_member);
    }

    /// <summary>The member's name in the code.</summary>
    public static string Name(JsonPropertyInfo property) => (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;

    public TypeNullability? Nullability { get; }

    public IReadOnlyList<Attribute> Attributes => _attributes ??= Read();

    /// <summary>Whether null may stand for it. A member of code that does not say counts as one that may be null.</summary>
    public bool IsNullable => !IsDemanded && (FSharpTypes.Option(_property.PropertyType) is not null || (_property.PropertyType.IsValueType
        ? System.Nullable.GetUnderlyingType(_property.PropertyType) is not null
        : _property.IsSetNullable && Nullability is not { Flag: TypeNullability.NotNull } && (Nullability is { Flag: TypeNullability.Nullable } || !FSharpTypes.IsRecord(_member?.DeclaringType))));

    /// <summary>Whether <c>[Required]</c> says that it must be there, and not null.</summary>
    public bool IsDemanded => _property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true
        || _parameter?.IsDefined(typeof(RequiredAttribute), inherit: true) == true;

    // A static call, as the instance one does not look at what an overridden property inherits.
    private IReadOnlyList<Attribute> Read()
    {
        var own = _member is null ? _property.AttributeProvider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? [] : Attribute.GetCustomAttributes(_member, inherit: true);
        return [.. own, .. _parameter?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? []];
    }
}
