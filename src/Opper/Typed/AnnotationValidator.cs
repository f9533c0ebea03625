using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>Checks a deserialized value against the validation attributes of its type, recursively.</summary>
internal sealed class AnnotationValidator(TypeSource source)
{
    private static readonly ConcurrentDictionary<(TypeSource, Type), Member[]> Members = new();

    /// <summary>The first member that violates a rule, or <see langword="null"/>.</summary>
    public static Violation? Find(TypeSource source, object? value, string path)
    {
        // RangeAttribute parses bounds given as text in the current culture; they are source code, so they are invariant.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return new AnnotationValidator(source).Find(value, path);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private Violation? Find(object? value, string path)
    {
        switch (value)
        {
            case null or string or System.Text.Json.Nodes.JsonNode or JsonElement or JsonDocument:
            case not null when JsonNetAttributes.IsOfJsonNet(value.GetType()):
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

    private Violation? FindInObject(object value, string path)
    {
        if (value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return null;
        }

        foreach (var member in Members.GetOrAdd((source, value.GetType()), static key => Read(key.Item1, key.Item2)))
        {
            var held = member.Property.Get!(value);
            var place = Join(path, member.Property.Name);
            foreach (var rule in member.Rules)
            {
                if (Check(rule, held, value, member) is { } broken)
                {
                    return new Violation(place, broken, Text(held, member.Property.PropertyType));
                }
            }

            if (Find(held, place) is { } within)
            {
                return within;
            }
        }

        return value is IValidatableObject own
            && own.Validate(Context(value, value.GetType().Name)).FirstOrDefault(static result => result is not null) is { } said
            ? new Violation(said.MemberNames.FirstOrDefault() is { } name ? Join(path, name) : path, said.ErrorMessage ?? "valid", Text(value, value.GetType()))
            : null;
    }

    private static string? Check(ValidationAttribute rule, object? held, object owner, Member member)
    {
        try
        {
            return rule.GetValidationResult(held, Context(owner, member.Name, member.Name)) is { } broken ? broken.ErrorMessage ?? rule.GetType().Name : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The attribute does not apply to the type of its member, such as a string length on a number.
            return $"{rule.GetType().Name} ({exception.GetType().Name})";
        }
    }

#if NET10_0_OR_GREATER
    private static ValidationContext Context(object owner, string displayName, string? member = null) =>
        new(owner, displayName, serviceProvider: null, items: null) { MemberName = member };
#else
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The type is used only for its display name, which is provided.")]
    private static ValidationContext Context(object owner, string displayName, string? member = null) =>
        new(owner) { DisplayName = displayName, MemberName = member };
#endif

    private string Text(object? value, Type type)
    {
        try
        {
            return SchemaMismatch.Text(JsonSerializer.SerializeToElement(value, source.Info(value?.GetType() ?? type)));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return type.Name;
        }
    }

    private static Member[] Read(TypeSource source, Type type)
    {
        try
        {
            return source.Info(type) is { Kind: JsonTypeInfoKind.Object } info
                ? [.. info.Properties.Where(static property => property is { Get: not null, IsExtensionData: false })
                    .Select(static property => new Member(property, [.. new MemberMetadata(property).Attributes.OfType<ValidationAttribute>()]))]
                : [];
        }
        catch (NotSupportedException)
        {
            return [];
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    /// <summary>A violated rule.</summary>
    public sealed record Violation(string Path, string Rule, string Found);

    private sealed record Member(JsonPropertyInfo Property, ValidationAttribute[] Rules)
    {
        public string Name { get; } = MemberMetadata.Name(Property);
    }
}
