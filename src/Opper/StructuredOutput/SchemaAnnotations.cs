using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Adds to a member's schema what its attributes say.</summary>
internal static class SchemaAnnotations
{
    /// <returns>The schema to use: a reference takes nothing beside it, so it is put into one that does.</returns>
    public static JObject Apply(JObject schema, IReadOnlyList<Attribute> attributes)
    {
        var description = Find<DescriptionAttribute>(attributes)?.Description ?? Find<DisplayAttribute>(attributes)?.GetDescription();
        if (!string.IsNullOrEmpty(description))
        {
            if (schema["$ref"] is not null)
            {
                schema = new JObject { ["anyOf"] = new JArray(schema) };
            }

            schema["description"] = schema["description"] is { } own ? $"{description} ({own})" : description;
        }

        ApplyNumbers(schema, attributes);
        ApplyLengths(schema, attributes);
        if (Find<RegularExpressionAttribute>(attributes) is { } pattern)
        {
            // The attribute matches the whole value, a schema's pattern any part of it.
            schema["pattern"] = "^(?:" + pattern.Pattern + ")$";
        }

        if (Find<EmailAddressAttribute>(attributes) is not null)
        {
            schema["format"] = "email";
        }

        if (Find<UrlAttribute>(attributes) is not null)
        {
            schema["format"] = "uri";
        }

#if NET
        if (Find<AllowedValuesAttribute>(attributes) is { } allowed && allowed.Values.All(value => value is string or int or long or bool))
        {
            schema["enum"] = new JArray(allowed.Values.OfType<object>());
        }
#endif
        return schema;
    }

    private static void ApplyNumbers(JObject schema, IReadOnlyList<Attribute> attributes)
    {
        if (Find<RangeAttribute>(attributes) is not { } range || SchemaNavigator.Types(schema).All(type => type is not ("integer" or "number")))
        {
            return;
        }

        var (above, below) = ("minimum", "maximum");
#if NET
        above = range.MinimumIsExclusive ? "exclusiveMinimum" : above;
        below = range.MaximumIsExclusive ? "exclusiveMaximum" : below;
#endif
        SetNumber(schema, above, range.Minimum);
        SetNumber(schema, below, range.Maximum);
    }

    private static void ApplyLengths(JObject schema, IReadOnlyList<Attribute> attributes)
    {
        var types = SchemaNavigator.Types(schema);
        var unit = types.Contains("array") ? "Items" : types.Contains("object") ? "Properties" : "Length";
        if (Find<StringLengthAttribute>(attributes) is { } length)
        {
            schema["maxLength"] = length.MaximumLength;
            if (length.MinimumLength > 0)
            {
                schema["minLength"] = length.MinimumLength;
            }
        }

        if (Find<MinLengthAttribute>(attributes) is { } minimum)
        {
            schema["min" + unit] = minimum.Length;
        }

        if (Find<MaxLengthAttribute>(attributes) is { Length: >= 0 } maximum)
        {
            schema["max" + unit] = maximum.Length;
        }

#if NET
        if (Find<LengthAttribute>(attributes) is { } both)
        {
            schema["min" + unit] = both.MinimumLength;
            schema["max" + unit] = both.MaximumLength;
        }
#endif
    }

    private static T? Find<T>(IReadOnlyList<Attribute> attributes)
        where T : Attribute
        => attributes.OfType<T>().FirstOrDefault();

    private static void SetNumber(JObject schema, string keyword, object bound)
    {
        switch (bound)
        {
            case string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed):
                schema[keyword] = parsed;
                break;
            case double number when !double.IsInfinity(number) && !double.IsNaN(number):
                schema[keyword] = number;
                break;
            case int or long or decimal:
                schema[keyword] = new JValue(bound);
                break;
            default:
                break;
        }
    }
}
