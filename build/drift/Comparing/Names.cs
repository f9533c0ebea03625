using System.Text.Json;

namespace Opper.Drift.Comparing;

/// <summary>The names of kinds and groups in reports and on-purpose.yaml: <c>field-not-live</c>.</summary>
internal static class Names
{
    public static string Of(DifferenceKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    public static string Of(Group group) => JsonNamingPolicy.KebabCaseLower.ConvertName(group.ToString());
}
