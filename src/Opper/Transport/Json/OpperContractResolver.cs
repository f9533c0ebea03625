using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>The API's models by Json.NET; callers' own values within them are written as their descriptions say.</summary>
internal sealed class OpperContractResolver : DefaultContractResolver
{
    private static readonly Assembly Own = typeof(OpperContractResolver).Assembly;

    protected override JsonConverter? ResolveContractConverter(Type objectType)
        => SystemTextJsonConverter.Handles(objectType) ? SystemTextJsonConverter.Instance
        : TypedValueConverter.Handles(objectType) ? TypedValueConverter.Instance
        : base.ResolveContractConverter(objectType);

    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var property = base.CreateProperty(member, memberSerialization);
        if (member.DeclaringType?.Assembly == Own)
        {
            DemandRequired(property);
        }

        return property;
    }

    // A required field that is null is found before anything is sent, and named as the caller wrote it.
    private static void DemandRequired(JsonProperty property)
    {
        if (property.Required != Required.DisallowNull || property.PropertyType is { IsValueType: true } || property.ValueProvider is not { } values)
        {
            return;
        }

        var (owner, name, wire) = (property.DeclaringType, property.UnderlyingName, property.PropertyName);
        property.ShouldSerialize = target => values.GetValue(target) switch
        {
            null => throw new ArgumentException($"{owner?.Name}.{name} ('{wire}') is required by the Opper API and is not set.", name),
            string text when wire == "name" && string.IsNullOrWhiteSpace(text) => throw new ArgumentException($"{owner?.Name}.{name} ('{wire}') must not be empty or blank.", name),
            _ => true,
        };
    }
}
