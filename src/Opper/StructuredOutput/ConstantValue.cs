using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>A member that has the same value in every object: a discriminator.</summary>
internal sealed class ConstantValue(object value) : IValueProvider
{
    public object? GetValue(object target) => value;

    public void SetValue(object target, object? value)
    {
        // The type itself says it.
    }
}
