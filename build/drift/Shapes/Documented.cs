using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Opper.Drift.Shapes;

/// <summary>Facts that a document states in keywords or, like opper.yaml, in descriptions.</summary>
internal static partial class Documented
{
    /// <summary>The default as text; null if there is none, if it is null, and for lists and objects.</summary>
    public static string? Default(IOpenApiSchema schema)
    {
        var value = schema.Default
            ?? (schema.AnyOf ?? []).Concat(schema.OneOf ?? []).Concat(schema.AllOf ?? []).Where(part => part is not OpenApiSchemaReference)
                .Select(part => part.Default).FirstOrDefault(part => part is not null);
        if (value is not null && !value.IsJsonNullSentinel())
        {
            return value.GetValueKind() is JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object ? null : value.ToString();
        }

        return Default(schema.Description);
    }

    public static string? Default(string? description)
    {
        var match = InWords().Match(Regex.Replace(description ?? string.Empty, @"\s+", " "));
        return match.Success && match.Groups["value"].Value is not ("none" or "no" or "null" or "all") ? match.Groups["value"].Value.Trim('`') : null;
    }

    public static bool Deprecated(bool keyword, string? description) => keyword || description?.Contains("Deprecated", StringComparison.Ordinal) == true;

    // "Default 20.", "Default: azure/gpt-4o-eu.", "Default `name`.": a literal, not a sentence about the origin of the default.
    [GeneratedRegex(
        @"\bDefault:? (?<value>`[^`]+`|(?:true|false|-?\d+(?:\.\d+)?)(?=[\s.,;:)]|$)|[A-Za-z0-9_-]+/[A-Za-z0-9_.\-]*[A-Za-z0-9_]|[A-Za-z0-9_]+(?=[.;,]|$))")]
    private static partial Regex InWords();
}
