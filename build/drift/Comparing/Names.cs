using System.Text.Json;

namespace Opper.Drift.Comparing;

/// <summary>Kinds and groups as reports and on-purpose.yaml write them: <c>field-not-live</c>.</summary>
internal static class Names
{
    public static string Of(DifferenceKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    public static string Of(Group group) => JsonNamingPolicy.KebabCaseLower.ConvertName(group.ToString());
}
