using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>A member of an object that is being put together.</summary>
internal sealed class MemberShape
{
    private readonly JsonProperty _property;
    private Shape? _shape;

    public MemberShape(JsonProperty property, int parameter)
    {
        _property = property;
        Parameter = parameter;
        IsNeverNull = MemberAttributes.MemberOf(property) is { } member && !property.PropertyType!.IsValueType && !Nullability.IsNullable(member);
    }

    public string Name => _property.PropertyName!;

    public Type Type => _property.PropertyType!;

    /// <summary>Its place among the constructor's parameters, or -1.</summary>
    public int Parameter { get; }

    public bool IsSettable => _property.Writable && _property.ValueProvider is not null;

    public bool IsRequired => _property.Required is Required.Always or Required.AllowNull;

    /// <summary>A reference of which the type says that it is always there.</summary>
    public bool IsNeverNull { get; }

    public Shape Shape => _shape ??= _property.Converter is EnumNames names ? new LeafShape(Type, names) : Shape.Of(Type);

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

    public void Set(object target, object? value) => _property.ValueProvider!.SetValue(target, value);

    /// <summary>Puts what stands for nothing where the type promises something.</summary>
    public void Fill(object target, int depth)
    {
        if (IsNeverNull && IsSettable && _property.Readable && _property.ValueProvider!.GetValue(target) is null && Shape.Empty(depth) is { } empty)
        {
            Set(target, empty);
        }
    }
}
