using System.Globalization;
using System.Text.Json;

namespace Opper.Tool.Types;

/// <summary>One schema.</summary>
internal sealed class SchemaNode(JsonElement schema)
{
    public JsonElement Schema => schema;

    public string? Reference => Text("$ref");

    public string? Description => Text("description");

    public string? Format => Text("format");

    /// <summary>Its only type besides null, which may be implicit for objects and arrays.</summary>
    public string? Kind => Kinds.Where(kind => kind != "null").Take(2).ToList() is [var only] ? only
        : Kinds.Count > 0 ? null
        : HasProperties ? "object" : Child("items") is not null ? "array" : null;

    public bool HasProperties => Properties.Any();

    public IEnumerable<JsonProperty> Properties => Child("properties") is { ValueKind: JsonValueKind.Object } properties ? properties.EnumerateObject() : [];

    public ISet<string> Required =>
        Items("required").Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether additional properties are described by the schema, and not merely allowed.</summary>
    public bool IsOpen => Child("additionalProperties") is { ValueKind: JsonValueKind.True or JsonValueKind.Object };

    public bool AllowsNull => Kinds.Contains("null") || Child("nullable") is { ValueKind: JsonValueKind.True }
        || Items("enum").Any(value => value.ValueKind == JsonValueKind.Null)
        || Alternatives?.Any(IsNull) == true;

    /// <summary>The alternatives of anyOf or oneOf without null, or the only part of allOf, if any.</summary>
    public IReadOnlyList<JsonElement>? NonNullAlternatives => Alternatives?.Where(alternative => !IsNull(alternative)).ToList();

    /// <summary>The values of a string enumeration; a single value is not an enumeration.</summary>
    public IReadOnlyList<string>? EnumTexts
    {
        get
        {
            var values = Items("enum").Where(value => value.ValueKind != JsonValueKind.Null).ToList();
            return values.Count > 1 && values.All(IsEnumName) ? [.. values.Select(value => value.GetString()!).Distinct(StringComparer.Ordinal)] : null;
        }
    }

    /// <summary>The only string that it allows.</summary>
    public string? OnlyText => Text("const") ?? (Items("enum") is [{ ValueKind: JsonValueKind.String } only] ? only.GetString() : null);

    public bool FitsInt => Number("minimum") is >= int.MinValue && Number("maximum") is <= int.MaxValue;

    /// <summary>The equivalent attributes in C#.</summary>
    public IReadOnlyList<string> Annotations
    {
        get
        {
            var attributes = new List<string>();
            if (Kind is "integer" or "number" && !IsWholeType && Number("minimum") is { } least && Number("maximum") is { } most)
            {
                attributes.Add($"Range({Number(least)}, {Number(most)})");
            }

            if (Kind is "string" or "array")
            {
                var (low, high) = Kind == "string" ? (Number("minLength"), Number("maxLength")) : (Number("minItems"), Number("maxItems"));
                attributes.AddRange(IsLength(low) ? [$"MinLength({Number(low!.Value)})"] : []);
                attributes.AddRange(IsLength(high) ? [$"MaxLength({Number(high!.Value)})"] : []);
                attributes.AddRange(Format is null && Text("pattern") is { } pattern ? [$"RegularExpression({Identifiers.Literal(Unanchored(pattern))})"] : []);
            }

            return attributes;
        }
    }

    // The range of the type itself.
    private bool IsWholeType => (Number("minimum"), Number("maximum")) is (int.MinValue, int.MaxValue) or (long.MinValue, long.MaxValue);

    private IReadOnlyList<string> Kinds => Child("type") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } => [.. Items("type").Where(kind => kind.ValueKind == JsonValueKind.String).Select(kind => kind.GetString()!)],
        _ => Items("enum").Length > 0 && Items("enum").All(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Null) ? ["string"] : [],
    };

    private IReadOnlyList<JsonElement>? Alternatives => Items("anyOf") is { Length: > 0 } any ? any
        : Items("oneOf") is { Length: > 0 } one ? one
        : Items("allOf") is [var only] && !HasProperties ? [only]
        : null;

    public JsonElement? Child(string name) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var child) ? child : null;

    private JsonElement[] Items(string name) => Child(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private string? Text(string name) => Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private double? Number(string name) => Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // System.Text.Json does not support others.
    private static bool IsEnumName(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        && text.Trim().Length == text.Length && !text.Contains(',', StringComparison.Ordinal);

    // The attribute matches the entire text, as does a schema created from it.
    private static string Unanchored(string pattern) =>
        pattern.StartsWith("^(?:", StringComparison.Ordinal) && pattern.EndsWith(")$", StringComparison.Ordinal) ? pattern[4..^2] : pattern;

    private static bool IsLength(double? value) => value is >= 1 and <= int.MaxValue && double.IsInteger(value.Value);

    private static bool IsNull(JsonElement alternative) => new SchemaNode(alternative).Kinds is ["null"];
}
