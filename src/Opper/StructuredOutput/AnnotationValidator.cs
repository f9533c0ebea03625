using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>Holds a value that was read against the validation attributes of its type, down to its last item.</summary>
internal static class AnnotationValidator
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>The first member that breaks a rule of its own, or <see langword="null"/>.</summary>
    public static Violation? Find(object? value, string path)
    {
        switch (value)
        {
            case null or string or Newtonsoft.Json.Linq.JToken or System.Text.Json.Nodes.JsonNode:
                return null;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    if (Find(entry.Value, Join(path, Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!)) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list)
                {
                    if (Find(item, FormattableString.Invariant($"{path}[{index++}]")) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            default:
                return FindInObject(value, path);
        }
    }

    private static Violation? FindInObject(object value, string path)
    {
        if (value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return null;
        }

        foreach (var member in Members.GetOrAdd(value.GetType(), static type => Read(type)))
        {
            var held = member.Property.ValueProvider!.GetValue(value);
            var place = Join(path, member.Property.PropertyName!);
            foreach (var rule in member.Rules)
            {
                if (rule.GetValidationResult(held, new ValidationContext(value) { MemberName = member.Property.UnderlyingName, DisplayName = member.Property.UnderlyingName! }) is { } broken)
                {
                    return new Violation(place, broken.ErrorMessage ?? rule.GetType().Name, held);
                }
            }

            if (Find(held, place) is { } within)
            {
                return within;
            }
        }

        return value is IValidatableObject own && own.Validate(new ValidationContext(value)).FirstOrDefault(result => result is not null) is { } said
            ? new Violation(said.MemberNames.FirstOrDefault() is { } name ? Join(path, name) : path, said.ErrorMessage ?? "valid", value)
            : null;
    }

    private static Member[] Read(Type type)
        => OpperJson.OutputSerializer.ContractResolver.ResolveContract(type) is JsonObjectContract contract
            ? contract.Properties
                .Where(property => property is { Ignored: false, Readable: true, ValueProvider: not (null or ConstantValue) })
                .Select(property => new Member(property, MemberAttributes.Of(property).OfType<ValidationAttribute>().ToArray()))
                .ToArray()
            : [];

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    /// <summary>A rule that is broken.</summary>
    public sealed record Violation(string Path, string Rule, object? Found);

    private sealed record Member(JsonProperty Property, ValidationAttribute[] Rules);
}
