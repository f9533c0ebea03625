using System.Globalization;
using System.Text.Json;

namespace Opper.TypeCorpus;

/// <summary>Finds what was lost between the JSON that was read and the JSON that was written.</summary>
internal static class Comparison
{
    /// <returns>The first place whose value is gone or another one, or <see langword="null"/>.</returns>
    public static string? Loss(JsonElement before, JsonElement after, string path)
    {
        switch (before.ValueKind)
        {
            case JsonValueKind.Object:
                return after.ValueKind != JsonValueKind.Object ? path : before.EnumerateObject()
                    .Select(member => after.TryGetProperty(member.Name, out var value) ? Loss(member.Value, value, $"{path}.{member.Name}")
                        : member.Value.ValueKind == JsonValueKind.Null || IsDateKey(member.Name) ? null : $"{path}.{member.Name}")
                    .FirstOrDefault(static loss => loss is not null);
            case JsonValueKind.Array:
                // A set has each item once, in any order; a stack reverses them.
                return after.ValueKind != JsonValueKind.Array || (before.GetArrayLength() > 0 && after.GetArrayLength() == 0) ? path
                    : before.GetArrayLength() != after.GetArrayLength() ? null
                    : before.EnumerateArray().Select((item, index) => Loss(item, after[index], $"{path}[{index}]"))
                        .FirstOrDefault(static loss => loss is not null) is { } loss
                        && before.EnumerateArray().Any(item => after.EnumerateArray().All(other => Loss(item, other, path) is not null)) ? loss : null;
            case JsonValueKind.String:
                return after.ValueKind != JsonValueKind.String
                    || (before.GetString()!.StartsWith(Texts.Mark, StringComparison.Ordinal) && before.GetString() != after.GetString()) ? path : null;
            // Whole numbers keep every digit.
            case JsonValueKind.Number when after.ValueKind == JsonValueKind.Number && IsDigits(before) && IsDigits(after):
                return before.GetRawText() == after.GetRawText() ? null : path;
            case JsonValueKind.Number:
                return after.ValueKind != JsonValueKind.Number || Math.Abs(before.GetDouble() - after.GetDouble()) > Math.Abs(before.GetDouble()) * 0.001
                    ? path
                    : null;
            default:
                return before.ValueKind == after.ValueKind ? null : path;
        }
    }

    private static bool IsDigits(JsonElement number) => number.GetRawText().All(static c => c is '-' or (>= '0' and <= '9')) && number.GetRawText() != "-0";

    private static bool IsDateKey(string name) =>
        DateTime.TryParse(name, CultureInfo.InvariantCulture, out _) || name.Length == 0 || name.Contains(',', StringComparison.Ordinal);
}
