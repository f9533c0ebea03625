using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>A member of an object that is being put together.</summary>
internal sealed class MemberShape(JsonPropertyInfo property, TypeSource source)
{
    private Shape? _shape;

    public string Name => property.Name;

    public Type Type => property.PropertyType;

    /// <summary>Its place among the constructor's parameters, or -1.</summary>
    public int Parameter { get; } = property.AssociatedParameter?.Position ?? -1;

    public bool IsSettable => property.Set is { } set && !ReferenceEquals(set, StrictContracts.InConstructor);

    public bool IsRequired => property.IsRequired;

    /// <summary>A reference of which the type says that it is always there.</summary>
    public bool IsNeverNull { get; } = !property.PropertyType.IsValueType && !property.IsSetNullable;

    public Shape Shape => _shape ??= property.CustomConverter is { } converter ? Opper.Shape.Of(Type, converter, source) : Opper.Shape.For(Type, source);

    /// <summary>Sets what has come so far. A setter may refuse that, and take what comes; the whole answer is read by the serializer, which says so.</summary>
    public void TrySet(object target, object? value)
    {
        try
        {
            Set(target, value);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As above.
        }
    }

    public void Set(object target, object? value) => property.Set!(target, value);

    /// <summary>Puts what stands for nothing where the type promises something.</summary>
    public void Fill(object target, int depth)
    {
        if (IsNeverNull && IsSettable && property.Get is { } get && get(target) is null && Shape.Empty(depth) is { } empty)
        {
            Set(target, empty);
        }
    }
}
