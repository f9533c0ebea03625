using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Opper.Drift.Shapes;

/// <summary>What a document says in keywords or, as opper.yaml does, in the words of a description.</summary>
internal static partial class Stated
{
    /// <summary>The default as text; none for null, which means the same as no default, and for whole lists and objects.</summary>
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

    // "Default 20.", "Default: azure/gpt-4o-eu.", "Default `name`.": a literal, and no sentence about where the default comes from.
    [GeneratedRegex(
        @"\bDefault:? (?<value>`[^`]+`|(?:true|false|-?\d+(?:\.\d+)?)(?=[\s.,;:)]|$)|[A-Za-z0-9_-]+/[A-Za-z0-9_.\-]*[A-Za-z0-9_]|[A-Za-z0-9_]+(?=[.;,]|$))")]
    private static partial Regex InWords();
}
