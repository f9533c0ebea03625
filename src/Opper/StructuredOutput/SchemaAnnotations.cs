using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Adds to a property's schema what its attributes say.</summary>
internal static class SchemaAnnotations
{
    public static void Apply(JObject schema, ICustomAttributeProvider member)
    {
        if (Find<DescriptionAttribute>(member) is { } description)
        {
            schema["description"] = description.Description;
        }

        if (Find<RangeAttribute>(member) is { } range)
        {
            schema["minimum"] = Number(range.Minimum);
            schema["maximum"] = Number(range.Maximum);
        }

        var isArray = schema["type"] is { } type && (type.Type == JTokenType.Array ? type.First : type)?.ToString() == "array";
        if (Find<StringLengthAttribute>(member) is { } length)
        {
            schema["maxLength"] = length.MaximumLength;
            if (length.MinimumLength > 0)
            {
                schema["minLength"] = length.MinimumLength;
            }
        }

        if (Find<MinLengthAttribute>(member) is { } minimum)
        {
            schema[isArray ? "minItems" : "minLength"] = minimum.Length;
        }

        if (Find<MaxLengthAttribute>(member) is { Length: >= 0 } maximum)
        {
            schema[isArray ? "maxItems" : "maxLength"] = maximum.Length;
        }

        if (Find<RegularExpressionAttribute>(member) is { } pattern)
        {
            // The attribute matches the whole value, a schema's pattern any part of it.
            schema["pattern"] = "^(?:" + pattern.Pattern + ")$";
        }

        if (member.IsDefined(typeof(EmailAddressAttribute), inherit: true))
        {
            schema["format"] = "email";
        }

        if (member.IsDefined(typeof(UrlAttribute), inherit: true))
        {
            schema["format"] = "uri";
        }
    }

    private static T? Find<T>(ICustomAttributeProvider member)
        where T : Attribute
        => (T?)member.GetCustomAttributes(typeof(T), inherit: true).FirstOrDefault();

    private static JValue Number(object bound)
        => bound is string text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? new JValue(parsed) : new JValue(bound);
}
