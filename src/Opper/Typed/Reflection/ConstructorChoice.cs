using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>
/// Selects the constructor where System.Text.Json does not: Json.NET's <c>[JsonConstructor]</c>, the primary one of a record, a non-public parameterless one.
/// The rules of System.Text.Json take precedence: <c>[JsonConstructor]</c>, the public parameterless constructor, the only public one.
/// </summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class ConstructorChoice
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static JsonTypeInfo Apply(JsonTypeInfo info)
    {
        var type = info.Type;
        if (type.IsAbstract || type.IsInterface || type.IsPrimitive)
        {
            return info;
        }

        var constructors = type.GetConstructors(Any);
        if (constructors.Any(static constructor => constructor.IsDefined(typeof(JsonConstructorAttribute))))
        {
            return info;
        }

        var chosen = JsonNetAttributes.MayBeOn(type)
            ? constructors.FirstOrDefault(static constructor => JsonNetAttributes.Has(constructor, "JsonConstructorAttribute"))
            : null;
        if (constructors.Count(static constructor => constructor.IsPublic) > 1)
        {
            chosen ??= Primary(type, constructors);
        }

        if (chosen is not null)
        {
            return With(info, chosen);
        }

        if (info.CreateObject is null && !constructors.Any(static constructor => constructor.IsPublic)
            && constructors.FirstOrDefault(static constructor => constructor.GetParameters().Length == 0) is { } hidden)
        {
            info.CreateObject = () => hidden.Invoke(null);
        }

        return info;
    }

    // The compiler generates a Deconstruct method with the parameters of a positional record's primary constructor.
    private static ConstructorInfo? Primary(Type type, ConstructorInfo[] constructors)
    {
        foreach (var deconstruct in type.GetMember("Deconstruct", MemberTypes.Method, BindingFlags.Instance | BindingFlags.Public).Cast<MethodInfo>())
        {
            if (!deconstruct.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)))
            {
                continue;
            }

            var wanted = deconstruct.GetParameters().Select(static parameter => (parameter.Name, Type: parameter.ParameterType.GetElementType()!)).ToList();
            if (constructors.FirstOrDefault(constructor =>
                constructor.IsPublic && constructor.GetParameters().Select(static parameter => (parameter.Name, Type: parameter.ParameterType))
                    .SequenceEqual(wanted)) is { } primary)
            {
                return primary;
            }
        }

        return null;
    }

    private static JsonTypeInfo With(JsonTypeInfo info, ConstructorInfo constructor) =>
        (JsonTypeInfo)typeof(ConstructorChoice).GetMethod(nameof(Remake),
            BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(info.Type).Invoke(null, [info, constructor])!;

    // The constructor of a contract cannot be changed, so the contract is copied.
    private static JsonTypeInfo<T> Remake<T>(JsonTypeInfo source, ConstructorInfo constructor)
        where T : notnull
    {
        var parameters = constructor.GetParameters();
        var info = JsonMetadataServices.CreateObjectInfo(source.Options, new JsonObjectInfoValues<T>
        {
            ObjectCreator = parameters.Length == 0 ? () => (T)constructor.Invoke(null) : null,
            ObjectWithParameterizedConstructorCreator = parameters.Length == 0 ? null : Compile<T>(constructor, parameters),
            ConstructorParameterMetadataInitializer = parameters.Length == 0 ? null : () => [.. parameters.Select(parameter => Describe(source, parameter))],
            ConstructorAttributeProviderFactory = () => constructor,
            PropertyMetadataInitializer = static _ => [],
        });
        foreach (var property in source.Properties)
        {
            var copy = info.CreateJsonPropertyInfo(property.PropertyType, property.Name);
            copy.Get = property.Get;
            copy.Set = property.Set;
            copy.AttributeProvider = property.AttributeProvider;
            copy.CustomConverter = property.CustomConverter;
            copy.IsExtensionData = property.IsExtensionData;
            copy.IsRequired = property.IsRequired;
            copy.IsSetNullable = property.IsSetNullable;
            copy.IsGetNullable = property.IsGetNullable;
            copy.NumberHandling = property.NumberHandling;
            copy.ObjectCreationHandling = property.ObjectCreationHandling;
            copy.Order = property.Order;
            copy.ShouldSerialize = property.ShouldSerialize;
            info.Properties.Add(copy);
        }

        info.NumberHandling = source.NumberHandling;
        info.UnmappedMemberHandling = source.UnmappedMemberHandling;
        info.OnDeserialized = source.OnDeserialized;
        info.OnDeserializing = source.OnDeserializing;
        info.OnSerialized = source.OnSerialized;
        info.OnSerializing = source.OnSerializing;
        return info;
    }

    private static JsonParameterInfoValues Describe(JsonTypeInfo source, ParameterInfo parameter)
    {
        var property = source.Properties.FirstOrDefault(property => property.PropertyType == parameter.ParameterType
            && string.Equals((property.AttributeProvider as MemberInfo)?.Name ?? property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
        return new JsonParameterInfoValues
        {
            Name = property?.Name ?? parameter.Name!,
            ParameterType = parameter.ParameterType,
            Position = parameter.Position,
            HasDefaultValue = parameter.HasDefaultValue,
            DefaultValue = !parameter.HasDefaultValue ? null
                : parameter.DefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                    ? Activator.CreateInstance(parameter.ParameterType)
                : parameter.DefaultValue is { } value && MemberContracts.Enumeration(parameter.ParameterType) is { } enumeration
                    ? Enum.ToObject(enumeration, value)
                : parameter.DefaultValue,
            IsNullable = property?.IsSetNullable ?? true,
        };
    }

    private static Func<object[], T> Compile<T>(ConstructorInfo constructor, ParameterInfo[] parameters)
    {
        var arguments = Expression.Parameter(typeof(object[]));
        var values = parameters.Select((parameter, index) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        return Expression.Lambda<Func<object[], T>>(Expression.New(constructor, values), arguments).Compile();
    }
}
