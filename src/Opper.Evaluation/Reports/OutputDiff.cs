using System.Text.Encodings.Web;
using System.Text.Json;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Opper.Evaluation.Reports;

/// <summary>The expected and the actual output, line by line.</summary>
internal static class OutputDiff
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(HtmlText html, RawJson? expected, RawJson? output)
    {
        html.Open("pre", ("class", "diff"));
        foreach (var line in InlineDiffBuilder.Diff(Text(expected), Text(output), ignoreWhiteSpace: false).Lines)
        {
            var (element, mark) = line.Type switch
            {
                ChangeType.Inserted => ("ins", "+ "),
                ChangeType.Deleted => ("del", "- "),
                _ => ("span", "  "),
            };
            html.Element(element, mark + line.Text).Markup("\n");
        }

        html.Close("pre");
    }

    public static string Text(RawJson? value) => value is null ? string.Empty
        : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? JsonSerializer.Serialize(value.ToJsonElement(), Indented)
        : ScoringContext.Text(value);
}
