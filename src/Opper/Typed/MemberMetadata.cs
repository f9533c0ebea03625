using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>The nullability and the attributes of a member. The attributes of a positional record's member are on the constructor parameter.</summary>
internal sealed class MemberMetadata
{
    private readonly JsonPropertyInfo _property;
    private readonly MemberInfo? _member;
    private readonly ICustomAttributeProvider? _parameter;
    private IReadOnlyList<Attribute>? _attributes;

    public MemberMetadata(JsonPropertyInfo property)
    {
        _property = property;
        _member = property.AttributeProvider as MemberInfo;
        _parameter = property.AssociatedParameter?.AttributeProvider;
        Nullability = _member is null ? null : TypeNullability.Of(_member);
    }

    /// <summary>The name of the member in C#.</summary>
    public static string Name(JsonPropertyInfo property) => (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;

    public TypeNullability? Nullability { get; }

    public IReadOnlyList<Attribute> Attributes => _attributes ??= Read();

    /// <summary>Whether it may be null. A member that was compiled without nullable annotations counts as nullable.</summary>
    public bool IsNullable => !IsDemanded && (FSharpTypes.Option(_property.PropertyType) is not null || (_property.PropertyType.IsValueType
        ? System.Nullable.GetUnderlyingType(_property.PropertyType) is not null
        : _property.IsSetNullable && Nullability is not { Flag: TypeNullability.NotNull }
            && (Nullability is { Flag: TypeNullability.Nullable } || !FSharpTypes.IsRecord(_member?.DeclaringType))));

    /// <summary>Whether it has <c>[Required]</c>, and so must be present and not null.</summary>
    public bool IsDemanded => _property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true
        || _parameter?.IsDefined(typeof(RequiredAttribute), inherit: true) == true;

    // MemberInfo.GetCustomAttributes does not return attributes that an overriding property inherits; the static method does.
    private IReadOnlyList<Attribute> Read()
    {
        var own = _member is null ? _property.AttributeProvider?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? []
            : Attribute.GetCustomAttributes(_member, inherit: true);
        return [.. own, .. _parameter?.GetCustomAttributes(inherit: true).OfType<Attribute>() ?? []];
    }
}
