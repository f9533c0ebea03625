using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>
/// Makes a contract demand what its type says: a member that is never null must be there and is not null; one with a default may be left out.
/// It uses no reflection of its own but for the compiler's notes about null, so that it serves metadata as well.
/// </summary>
internal static class StrictContracts
{
    /// <summary>The setter of a member that can be given in the constructor alone.</summary>
    public static Action<object, object?> InConstructor { get; } = static (_, _) => { };

    /// <summary>The same for metadata, whose setters of members that the constructor takes do nothing but throw.</summary>
    public static void ApplyToMetadata(JsonTypeInfo info)
    {
        if (info.Kind == JsonTypeInfoKind.Object)
        {
            foreach (var property in info.Properties.Where(static property => property.AssociatedParameter is not null))
            {
                property.Set = InConstructor;
            }
        }

        Apply(info);
    }

    public static void Apply(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        FillReadOnlyCollections(info);
        foreach (var property in info.Properties)
        {
            // A value of the caller's that is null although it must not be is the API's to judge.
            property.IsGetNullable |= !property.PropertyType.IsValueType;
            if (property.IsExtensionData || !CanBeGiven(property))
            {
                continue;
            }

            if (property.Set is null)
            {
                // A contract does not demand a member without a setter, not even one that the constructor takes.
                property.Set = InConstructor;
            }

            var facts = new MemberFacts(property);
            if (!facts.IsNullable && property.IsSetNullable && !property.PropertyType.IsValueType)
            {
                property.IsSetNullable = false;
            }

            var hasDefault = property.AssociatedParameter is { HasDefaultValue: true, IsMemberInitializer: false };
            property.IsRequired |= facts.IsDemanded || (!facts.IsNullable && !hasDefault);
        }
    }

    /// <summary>Whether JSON can set the member.</summary>
    public static bool CanBeGiven(JsonPropertyInfo property)
        => property.Set is not null || property.AssociatedParameter is not null;

    /// <summary>Whether the member is a collection that is there already, and is filled.</summary>
    public static bool IsFilled(JsonTypeInfo owner, JsonPropertyInfo property)
        => owner.PreferredPropertyObjectCreationHandling == JsonObjectCreationHandling.Populate
            && property is { Set: null, AssociatedParameter: null, Get: not null }
            && owner.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, CreateObject: not null };

    // System.Text.Json does so only where no constructor takes parameters; where reflection may be used, such members have a setter already.
    private static void FillReadOnlyCollections(JsonTypeInfo info)
    {
        if (info.CreateObject is null || info.PreferredPropertyObjectCreationHandling is not null
            || !info.Properties.Any(static property => property is { Set: null, AssociatedParameter: null, Get: not null }))
        {
            return;
        }

        info.PreferredPropertyObjectCreationHandling = JsonObjectCreationHandling.Populate;
        foreach (var property in info.Properties.Where(static property => property.Set is not null))
        {
            property.ObjectCreationHandling ??= JsonObjectCreationHandling.Replace;
        }
    }
}
