using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>A member of a partial object.</summary>
internal sealed class MemberShape(JsonPropertyInfo property, TypeSource source)
{
    private readonly Action<object, object?>? _set = ReferenceEquals(property.Set, StrictContracts.InConstructor) ? null : property.Set;
    private Shape? _shape;

    public string Name { get; } = property.Name;

    public Type Type => property.PropertyType;

    /// <summary>The position of its constructor parameter, or -1.</summary>
    public int Parameter { get; } = property.AssociatedParameter?.Position ?? -1;

    public bool IsSettable => _set is not null;

    public bool IsRequired => property.IsRequired;

    /// <summary>Whether it is a non-nullable reference.</summary>
    public bool IsNeverNull { get; } = !property.PropertyType.IsValueType && !property.IsSetNullable;

    public Shape Shape => _shape ??= property.CustomConverter is { } converter
        ? Streaming.Shape.Of(Type, converter, source)
        : Streaming.Shape.For(Type, source);

    /// <summary>Sets the value of a node, if it can be built from what has arrived.</summary>
    public void TrySet(object target, PartialNode node)
    {
        if (node.Build(Shape) is var value && !ReferenceEquals(value, Streaming.Shape.NotYet))
        {
            TrySet(target, value);
        }
    }

    /// <summary>Sets the value so far. A setter may reject a partial value; deserializing the final answer reports a rejection of the whole.</summary>
    private void TrySet(object target, object? value)
    {
        try
        {
            _set!(target, value);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // See the summary.
        }
    }

    // A getter may throw if the member is not set yet.
    private bool IsNull(object target)
    {
        try
        {
            return property.Get is { } get && get(target) is null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return true;
        }
    }

    /// <summary>Sets a non-nullable member that is null to its empty value.</summary>
    public void Fill(object target, int depth)
    {
        if (IsNeverNull && IsSettable && IsNull(target) && Shape.Empty(depth) is { } empty)
        {
            TrySet(target, empty);
        }
    }
}
