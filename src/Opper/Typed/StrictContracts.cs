using System.Text.Json.Nodes;
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
            foreach (var property in info.Properties.Where(static property => property is { AssociatedParameter: not null, Get: not null }))
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
            if (property.IsExtensionData)
            {
                RefuseToWrite(info, property);
            }

            HandleNumbers(info, property);

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

    /// <summary>Whether JSON can set the member. One that is ignored has neither a getter nor a setter, and stays as it is though the constructor takes it.</summary>
    public static bool CanBeGiven(JsonPropertyInfo property) => property.Set is not null || property is { AssociatedParameter: not null, Get: not null };

    /// <summary>Whether the member is a collection that is there already, and is filled.</summary>
    public static bool IsFilled(JsonTypeInfo owner, JsonPropertyInfo property)
        => owner.PreferredPropertyObjectCreationHandling == JsonObjectCreationHandling.Populate
            && property is { Set: null, AssociatedParameter: null, Get: not null, PropertyType.IsValueType: false, ObjectCreationHandling: not JsonObjectCreationHandling.Replace }
            && owner.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, CreateObject: not null };

    /// <summary>Whether System.Text.Json would fill a value that only its constructor can: what came for it would be lost.</summary>
    public static bool IsFilledInVain(JsonTypeInfo owner, JsonPropertyInfo property)
        => (property.ObjectCreationHandling ?? owner.PreferredPropertyObjectCreationHandling ?? owner.Options.PreferredObjectCreationHandling) == JsonObjectCreationHandling.Populate
            && owner.CreateObject is not null
            && owner.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { Kind: JsonTypeInfoKind.Object } made
            && made.Properties.Any(static member => ReferenceEquals(member.Set, InConstructor))
            && IsThere(owner, property);

    // System.Text.Json asks its own converters alone how numbers are to be handled.
    private static void HandleNumbers(JsonTypeInfo info, JsonPropertyInfo property)
    {
        var handling = property.NumberHandling ?? info.NumberHandling ?? info.Options.NumberHandling;
        var plain = Nullable.GetUnderlyingType(property.PropertyType);
        if (handling != JsonNumberHandling.Strict && property.CustomConverter is null && ValueConverters.Number(plain ?? property.PropertyType) is { } number)
        {
            property.CustomConverter = number.For(handling, isNullable: plain is not null);
            property.NumberHandling = null;
        }
    }

    // System.Text.Json writes the braces of a JsonObject too, which makes the JSON around it invalid.
    private static void RefuseToWrite(JsonTypeInfo info, JsonPropertyInfo property)
    {
        if (property is { Get: { } get } && property.PropertyType == typeof(JsonObject))
        {
            var own = info.OnSerializing;
            info.OnSerializing = target =>
            {
                own?.Invoke(target);
                if (get(target) is not null)
                {
                    throw new NotSupportedException($"[JsonExtensionData] on {info.Type.Name}.{MemberFacts.Name(property)} cannot be written; use Dictionary<string, JsonElement>.");
                }
            };
        }
    }

    private static bool IsThere(JsonTypeInfo info, JsonPropertyInfo property)
    {
        try
        {
            return property.Get?.Invoke(info.CreateObject!()) is not null;
        }
        catch (Exception)
        {
            // One that is computed of what has not come yet is there in no new object.
            return false;
        }
    }

    // System.Text.Json does so only where no constructor takes parameters; where reflection may be used, such members have a setter already.
    private static void FillReadOnlyCollections(JsonTypeInfo info)
    {
        if (info.CreateObject is null || info.PreferredPropertyObjectCreationHandling is not null
            || !info.Properties.Any(static property => property is { Set: null, AssociatedParameter: null, Get: not null }))
        {
            return;
        }

        info.PreferredPropertyObjectCreationHandling = JsonObjectCreationHandling.Populate;
        // What is set, what is no collection and not asked for, and what a new object has none of, is not filled.
        foreach (var property in info.Properties.Where(property => property.Set is not null || property.PropertyType == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType) || !IsThere(info, property)))
        {
            property.ObjectCreationHandling ??= JsonObjectCreationHandling.Replace;
        }
    }
}
