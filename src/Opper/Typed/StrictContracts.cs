using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>
/// Makes a contract enforce its type: a non-nullable member is required and rejects null; a constructor parameter with a default is optional. Uses no
/// reflection other than nullable annotations, so that it also applies to source-generated metadata.
/// </summary>
internal static class StrictContracts
{
    /// <summary>A no-op setter, for a member that can be set only through the constructor.</summary>
    public static Action<object, object?> InConstructor { get; } = static (_, _) => { };

    /// <summary>As <see cref="Apply"/>, for source-generated metadata, whose setters of constructor-bound members throw.</summary>
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
            // The converter applies the handling that the type declares, which System.Text.Json allows for its own converters only.
            if (info.Kind == JsonTypeInfoKind.None && NumberHandlingConverter.Declared(info.Type) is not null)
            {
                info.NumberHandling = null;
            }

            return;
        }

        RefuseGrowth(info);
        FillReadOnlyCollections(info);
        foreach (var property in info.Properties)
        {
            // A null in a non-nullable member of a request is sent as it is: the API validates it.
            property.IsGetNullable |= !property.PropertyType.IsValueType;
            if (property.IsExtensionData)
            {
                RefuseToWrite(info, property);
            }

            HandleNumbers(info, property);

            if (property.IsExtensionData || !CanBeSet(property))
            {
                continue;
            }

            if (property.Set is null)
            {
                // A member without a setter is never required, even if it is bound to a constructor parameter.
                property.Set = InConstructor;
            }

            var facts = new MemberMetadata(property);
            if (!facts.IsNullable && property.IsSetNullable && !property.PropertyType.IsValueType)
            {
                property.IsSetNullable = false;
            }

            var hasDefault = property.AssociatedParameter is { HasDefaultValue: true, IsMemberInitializer: false };
            property.IsRequired |= facts.IsDemanded || (!facts.IsNullable && !hasDefault);
        }
    }

    /// <summary>Whether JSON can set the member. An ignored member has no accessors and stays ignored, even with a constructor parameter.</summary>
    public static bool CanBeSet(JsonPropertyInfo property) => property.Set is not null || property is { AssociatedParameter: not null, Get: not null };

    /// <summary>Whether the member is an existing collection that is populated.</summary>
    public static bool IsPopulated(JsonTypeInfo owner, JsonPropertyInfo property) =>
        owner.PreferredPropertyObjectCreationHandling == JsonObjectCreationHandling.Populate
            && property is { Set: null, AssociatedParameter: null, Get: not null, PropertyType.IsValueType: false,
                ObjectCreationHandling: not JsonObjectCreationHandling.Replace }
            && owner.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, CreateObject: not null };

    /// <summary>Whether System.Text.Json would populate a value that only its constructor can set, so that the JSON would be lost.</summary>
    public static bool IsPopulatedWithoutEffect(JsonTypeInfo owner, JsonPropertyInfo property) =>
        (property.ObjectCreationHandling ?? owner.PreferredPropertyObjectCreationHandling ?? owner.Options.PreferredObjectCreationHandling)
            == JsonObjectCreationHandling.Populate
            && owner.CreateObject is not null
            && owner.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { Kind: JsonTypeInfoKind.Object } made
            && made.Properties.Any(static member => ReferenceEquals(member.Set, InConstructor))
            && IsThere(owner, property);

    // System.Text.Json creates the contracts of all members before it uses one. A member whose type is larger than the type that declares it may have one
    // that is larger still, so that this would not end.
    private static void RefuseGrowth(JsonTypeInfo info)
    {
        if (info.Type.IsGenericType && info.Properties.FirstOrDefault(property => property is not { Get: null, Set: null }
            && Nesting(property.PropertyType) is var depth && depth > Refusals.MaxNesting && depth > Nesting(info.Type)) is { } growing)
        {
            throw new InvalidOperationException(Refusals.Growing(TypeNames.Of(info.Type.GetGenericTypeDefinition()), MemberMetadata.Name(growing)));
        }
    }

    private static int Nesting(Type type) =>
        type.HasElementType ? 1 + Nesting(type.GetElementType()!) : type.IsGenericType ? 1 + type.GetGenericArguments().Distinct().Max(Nesting) : 0;

    // System.Text.Json applies number handling to its own converters only. It does not populate a collection that a converter reads.
    private static void HandleNumbers(JsonTypeInfo info, JsonPropertyInfo property)
    {
        var isPopulated = property is { Set: null, AssociatedParameter: null }
            && info.PreferredPropertyObjectCreationHandling == JsonObjectCreationHandling.Populate;
        if ((property.NumberHandling ?? info.NumberHandling) is { } handling && handling != info.Options.NumberHandling
            && property.CustomConverter is null && !isPopulated
            && NumberHandlingConverter.For(property.PropertyType, handling, info.Options) is { } converter)
        {
            property.CustomConverter = converter;
            property.NumberHandling = null;
        }
    }

    // For a JsonObject, System.Text.Json also writes the braces, which makes the surrounding JSON invalid.
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
                    throw new NotSupportedException(
                        $"[JsonExtensionData] on {info.Type.Name}.{MemberMetadata.Name(property)} cannot be serialized; use Dictionary<string, JsonElement>.");
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
            // A computed property may depend on members that are not set yet.
            return false;
        }
    }

    // System.Text.Json populates only types with a parameterless constructor. With reflection, MemberContracts has already added setters.
    private static void FillReadOnlyCollections(JsonTypeInfo info)
    {
        if (info.CreateObject is null || info.PreferredPropertyObjectCreationHandling is not null
            || !info.Properties.Any(static property => property is { Set: null, AssociatedParameter: null, Get: not null }))
        {
            return;
        }

        info.PreferredPropertyObjectCreationHandling = JsonObjectCreationHandling.Populate;
        // Populate applies to the whole type, so it is undone for settable members, for those that are not collections, and for those that are null in a new
        // object.
        foreach (var property in info.Properties.Where(property => property.Set is not null || property.PropertyType == typeof(string)
            || !typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType) || !IsThere(info, property)))
        {
            property.ObjectCreationHandling ??= JsonObjectCreationHandling.Replace;
        }
    }
}
