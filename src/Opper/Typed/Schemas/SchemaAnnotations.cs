using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Adds the constraints and descriptions of a member's attributes to its schema.</summary>
internal static class SchemaAnnotations
{
    /// <returns>The schema to use: keywords next to <c>$ref</c> are not widely supported, so a described reference is moved into an <c>anyOf</c>.</returns>
    public static JsonObject Apply(JsonObject schema, IReadOnlyList<Attribute> attributes)
    {
        var description = Find<DescriptionAttribute>(attributes)?.Description ?? Find<DisplayAttribute>(attributes)?.GetDescription();
        if (!string.IsNullOrEmpty(description))
        {
            if (schema["$ref"] is not null)
            {
                schema = new JsonObject { ["anyOf"] = new JsonArray((JsonNode)schema) };
            }

            schema["description"] = schema["description"] is JsonValue own ? $"{description} ({own.GetValue<string>()})" : description;
        }

        ApplyNumbers(schema, attributes);
        ApplyLengths(schema, attributes);
        if (Find<RegularExpressionAttribute>(attributes) is { } pattern)
        {
            // The attribute matches the whole value; a JSON Schema pattern is not anchored.
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

        if (AllowedValues(attributes) is { } allowed && allowed.All(value => value is string or int or long or bool))
        {
            schema["enum"] = new JsonArray(
                [.. allowed.Select(static value => (JsonNode?)(value switch { string text => JsonValue.Create(text), int number =>
                    JsonValue.Create(number), long number => JsonValue.Create(number), _ => JsonValue.Create((bool)value!) }))]);
        }

        return schema;
    }

    private static void ApplyNumbers(JsonObject schema, IReadOnlyList<Attribute> attributes)
    {
        if (Find<RangeAttribute>(attributes) is not { } range || SchemaNavigator.Types(schema).All(type => type is not ("integer" or "number")))
        {
            return;
        }

        SetNumber(schema, "minimum", Exclusive(range).Minimum ? "exclusiveMinimum" : "minimum", range.Minimum);
        SetNumber(schema, "maximum", Exclusive(range).Maximum ? "exclusiveMaximum" : "maximum", range.Maximum);
    }

    private static void ApplyLengths(JsonObject schema, IReadOnlyList<Attribute> attributes)
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

        if (Lengths(attributes) is var (least, most))
        {
            schema["min" + unit] = least;
            schema["max" + unit] = most;
        }
    }

#if NET
    private static object?[]? AllowedValues(IReadOnlyList<Attribute> attributes) => Find<AllowedValuesAttribute>(attributes)?.Values;

    private static (bool Minimum, bool Maximum) Exclusive(RangeAttribute range) => (range.MinimumIsExclusive, range.MaximumIsExclusive);

    private static (int Least, int Most)? Lengths(IReadOnlyList<Attribute> attributes) =>
        Find<LengthAttribute>(attributes) is { } length ? (length.MinimumLength, length.MaximumLength) : null;
#else
    // Attributes and members that netstandard2.0 lacks, but the runtime may have.
    private static object[]? AllowedValues(IReadOnlyList<Attribute> attributes) => Newer(attributes, "AllowedValuesAttribute", "Values") as object[];

    private static (bool Minimum, bool Maximum) Exclusive(RangeAttribute range) =>
        (Newer([range], nameof(RangeAttribute), "MinimumIsExclusive") is true, Newer([range], nameof(RangeAttribute), "MaximumIsExclusive") is true);

    private static (int Least, int Most)? Lengths(IReadOnlyList<Attribute> attributes) =>
        Newer(attributes, "LengthAttribute", "MinimumLength") is int least && Newer(attributes, "LengthAttribute", "MaximumLength") is int most
            ? (least, most)
            : null;

    private static object? Newer(IReadOnlyList<Attribute> attributes, string type, string member) =>
        attributes.FirstOrDefault(attribute => attribute.GetType().FullName == "System.ComponentModel.DataAnnotations." + type) is { } found
            ? found.GetType().GetProperty(member)?.GetValue(found)
            : null;
#endif

    private static T? Find<T>(IReadOnlyList<Attribute> attributes)
        where T : Attribute =>
        attributes.OfType<T>().FirstOrDefault();

    // A bound outside the range of the type itself has no effect.
    private static void SetNumber(JsonObject schema, string own, string keyword, object bound)
    {
        var node = bound switch
        {
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => JsonValue.Create(parsed),
            double number when Math.Abs(number) < double.MaxValue => JsonValue.Create(number),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            decimal number => JsonValue.Create(number),
            _ => null,
        };
        if (node is not null && (schema[own] is not { } given || Math.Sign(Double(node).CompareTo(Double(given))) != (own == "minimum" ? -1 : 1)))
        {
            schema.Remove(own);
            schema[keyword] = node;
        }
    }

    private static double Double(JsonNode number) => double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture);
}
