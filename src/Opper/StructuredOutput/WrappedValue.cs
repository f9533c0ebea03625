using Newtonsoft.Json;

namespace Opper;

/// <summary>Carries an output that is not an object: providers want an object at the root.</summary>
internal static class WrappedValue
{
    public const string PropertyName = "value";
}

/// <inheritdoc cref="WrappedValue"/>
internal sealed class WrappedValue<T>
{
    [JsonProperty(WrappedValue.PropertyName, Required = Required.AllowNull)]
    public T? Value { get; set; }
}
