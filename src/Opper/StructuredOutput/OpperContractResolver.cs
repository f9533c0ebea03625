using System.Reflection;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;
using JsonConverter = Newtonsoft.Json.JsonConverter;
using StjIgnore = System.Text.Json.Serialization.JsonIgnoreAttribute;

namespace Opper;

/// <summary>
/// The one reading of C# types: Newtonsoft's and System.Text.Json's attributes both count, enums are strings. The schema is made from the
/// same contracts that the reader uses, so the two cannot disagree.
/// </summary>
/// <param name="strict">Whether callers' own types must be given all that their schema requires.</param>
internal sealed class OpperContractResolver(bool strict) : DefaultContractResolver
{
    private static readonly Assembly Own = typeof(OpperContractResolver).Assembly;

    protected override JsonConverter? ResolveContractConverter(Type objectType)
    {
        if (SystemTextJsonConverter.Handles(objectType))
        {
            return SystemTextJsonConverter.Instance;
        }

        var type = Nullable.GetUnderlyingType(objectType) ?? objectType;
        if (Polymorphism.Of(type) is { } family)
        {
            return new PolymorphicConverter(family, type);
        }

        // A converter that the base brought would read the derived type by the base's rules again.
        if (Polymorphism.TagsOf(type).Count > 0)
        {
            return null;
        }

        return base.ResolveContractConverter(objectType) switch
        {
            StringEnumConverter names when type.IsEnum => EnumNames.Of(type, names),
            null when type.IsEnum => EnumNames.Of(type),
            null when strict && WholeNumberConverter.Handles(type) => WholeNumberConverter.Instance,
            var converter => converter,
        };
    }

    protected override JsonObjectContract CreateObjectContract(Type objectType)
    {
        var contract = base.CreateObjectContract(objectType);
        if (objectType.Assembly == Own)
        {
            return contract;
        }

        if (contract.OverrideCreator is null && ChosenConstructor(objectType) is { } constructor)
        {
            contract.OverrideCreator = constructor.Invoke;
            contract.CreatorParameters.Clear();
            foreach (var parameter in CreateConstructorParameters(constructor, contract.Properties))
            {
                contract.CreatorParameters.Add(parameter);
            }
        }

        AddTags(contract, objectType);
        if (strict)
        {
            TakeRulesOfProperties(contract);
        }

        return contract;
    }

    // A type that can stand for its base says which it is, first of all its members.
    private static void AddTags(JsonObjectContract contract, Type type)
    {
        foreach (var (name, value) in Polymorphism.TagsOf(type))
        {
            if (contract.Properties.GetProperty(name, StringComparison.Ordinal) is null)
            {
                contract.Properties.Insert(0, new JsonProperty
                {
                    PropertyName = name,
                    UnderlyingName = name,
                    PropertyType = value.GetType(),
                    DeclaringType = type,
                    ValueProvider = new ConstantValue(value),
                    Readable = true,
                    Writable = false,
                });
            }
        }
    }

    // A constructor's parameter takes its property's rule; one with a default may be left out, and then has it.
    private static void TakeRulesOfProperties(JsonObjectContract contract)
    {
        var constructors = contract.UnderlyingType.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        foreach (var parameter in contract.CreatorParameters)
        {
            if (contract.Properties.GetClosestMatchProperty(parameter.PropertyName!) is not { } property)
            {
                continue;
            }

            var declared = constructors.Select(constructor => constructor.GetParameters())
                .Where(parameters => parameters.Length == contract.CreatorParameters.Count)
                .SelectMany(parameters => parameters)
                .FirstOrDefault(candidate => candidate.Name == parameter.UnderlyingName || string.Equals(candidate.Name, property.UnderlyingName, StringComparison.OrdinalIgnoreCase));
            if (declared is { HasDefaultValue: true } && property.Required == Required.Always)
            {
                property.Required = Required.DisallowNull;
                parameter.DefaultValue = declared.DefaultValue ?? (parameter.PropertyType!.IsValueType ? Activator.CreateInstance(parameter.PropertyType) : null);
                parameter.DefaultValueHandling = DefaultValueHandling.Populate;
            }

            parameter.Required = property.Required;
        }
    }

    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var property = base.CreateProperty(member, memberSerialization);
        var isOwn = member.DeclaringType?.Assembly == Own;
        if (isOwn)
        {
            DemandRequired(property);
            return property;
        }

        if (!member.IsDefined(typeof(Newtonsoft.Json.JsonPropertyAttribute)) || member.GetCustomAttribute<Newtonsoft.Json.JsonPropertyAttribute>()?.PropertyName is null)
        {
            if (member.GetCustomAttribute<JsonPropertyNameAttribute>() is { } name)
            {
                property.PropertyName = name.Name;
            }
        }

        if (member.GetCustomAttribute<StjIgnore>() is { } ignore)
        {
            property.Ignored |= ignore.Condition == JsonIgnoreCondition.Always;
            if (ignore.Condition is JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault)
            {
                property.NullValueHandling ??= NullValueHandling.Ignore;
            }
        }

        if (member.IsDefined(typeof(JsonIncludeAttribute)))
        {
            property.Readable = property.Writable = true;
            property.Ignored = false;
        }

        if (member.IsDefined(typeof(System.Text.Json.Serialization.JsonExtensionDataAttribute)))
        {
            property.Ignored = true;
        }

        if (property.Converter is StringEnumConverter names && (Nullable.GetUnderlyingType(property.PropertyType!) ?? property.PropertyType!) is { IsEnum: true } enumeration)
        {
            property.Converter = EnumNames.Of(enumeration, names);
        }

        if (member.GetCustomAttribute<JsonPropertyOrderAttribute>() is { } order)
        {
            property.Order ??= order.Order;
        }

        if (strict && !property.Ignored && property.Required == Required.Default)
        {
            property.Required = !Nullability.IsRequired(member) ? Required.Default : Nullability.IsNullable(member) ? Required.AllowNull : Required.Always;
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

    private static ConstructorInfo? ChosenConstructor(Type type) => type
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .FirstOrDefault(constructor => constructor.IsDefined(typeof(System.Text.Json.Serialization.JsonConstructorAttribute)));
}
