using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Drift.Comparing;

namespace Opper.Drift.Reporting;

/// <summary>A report for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DriftReport report)
    {
        var json = new JsonObject { ["contract"] = report.Contract.Source, ["live"] = report.Live.Source };
        foreach (var group in ReportGroups.InOrder)
        {
            json[JsonNamingPolicy.CamelCase.ConvertName(group.ToString())] = new JsonArray([.. report.Of(group).Select(Write)]);
        }

        json["unused"] = Texts(report.Unused);
        json["warnings"] = Texts(report.Live.Warnings);
        return json.ToJsonString(Indented) + Environment.NewLine;
    }

    private static JsonNode Write(Difference difference)
    {
        var json = new JsonObject
        {
            ["kind"] = Names.Of(difference.Kind),
            ["where"] = difference.Where,
            ["message"] = difference.Message,
            ["detail"] = difference.First.Detail,
            ["ours"] = difference.Ours,
            ["live"] = difference.Live,
            ["operations"] = Texts(difference.Operations),
            ["pointer"] = difference.First.Target.ToString(),
        };
        if (difference.Reason is { } reason)
        {
            json["reason"] = reason;
        }

        if (difference.ByHand is { } byHand)
        {
            json["byHand"] = byHand;
        }

        return json;
    }

    private static JsonArray Texts(IEnumerable<string> lines) => new([.. lines.Select(line => (JsonNode)line)]);
}
