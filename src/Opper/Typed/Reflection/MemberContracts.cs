using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>Adds setters that System.Text.Json does not use, and the names and converters from attributes.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class MemberContracts
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Complete(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            // An ignored member has no accessors, and stays ignored.
            if (property.AttributeProvider is not MemberInfo member || property is { Get: null, Set: null, AssociatedParameter: null })
            {
                continue;
            }

            if (property is { Set: null, AssociatedParameter: null } && !member.IsDefined(typeof(JsonIgnoreAttribute)) && member is PropertyInfo declared
                && Setter(declared) is { } set)
            {
                property.Set = set;
            }

            if (Enumeration(property.PropertyType) is { } type && property.CustomConverter is { } given && EnumConverterFactory.IsBuiltIn(given.GetType())
                && EnumConverterFactory.Named(type, given, info.Options) is IValueText and JsonConverter named)
            {
                property.CustomConverter = EnumConverterFactory.For(property.PropertyType, named);
            }
        }

        if (JsonNetAttributes.MayBeOn(info.Type))
        {
            JsonNetMembers.Apply(info);
        }
    }

    /// <summary>The enum type of a member, or the underlying type of its nullable.</summary>
    public static Type? Enumeration(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found ? found : null;

    private static Action<object, object?>? Setter(PropertyInfo property)
    {
        for (var type = property.DeclaringType; type is not null; type = type.BaseType)
        {
            // An override may declare only the getter, and non-public setters are visible only on the declaring type.
            if (type.GetProperty(property.Name, Instance) is { } found && found.PropertyType == property.PropertyType)
            {
                if (found.SetMethod is { } setter)
                {
                    return (target, value) => Invoke(setter, target, value);
                }

                if (found.GetMethod is not { IsVirtual: true } || found.GetMethod.GetBaseDefinition() == found.GetMethod)
                {
                    break;
                }
            }
        }

        return BackingField(property) is { } field ? (target, value) => Fill(field, target, value) : null;
    }

    // A collection with no usable setter is set through its backing field; a computed property has none.
    private static FieldInfo? BackingField(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType)
            || property.DeclaringType is not { } type)
        {
            return null;
        }

        return type.GetField($"<{property.Name}>k__BackingField", Instance)
            ?? type.GetFields(Instance).FirstOrDefault(field => string.Equals(field.Name.TrimStart('_'), property.Name, StringComparison.OrdinalIgnoreCase)
                && property.PropertyType.IsAssignableFrom(field.FieldType)
                && (field.FieldType == property.PropertyType
                    || (field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() is var kind
                        && (kind == typeof(List<>) || kind == typeof(Dictionary<,>)))));
    }

    // The collection that was read may not be assignable to the type of the field.
    private static void Fill(FieldInfo field, object target, object? value)
    {
        if (value is System.Collections.IEnumerable items and not System.Collections.IDictionary && !field.FieldType.IsInstanceOfType(value)
            && field.GetValue(target) is System.Collections.IList { IsReadOnly: false, IsFixedSize: false } list)
        {
            list.Clear();
            foreach (var item in items)
            {
                list.Add(item);
            }

            return;
        }

        field.SetValue(target, value);
    }

    private static void Invoke(MethodInfo setter, object target, object? value)
    {
        try
        {
            setter.Invoke(target, [value]);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception.InnerException).Throw();
        }
    }
}
