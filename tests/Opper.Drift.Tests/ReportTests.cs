using System.Text.Json.Nodes;
using Opper.Drift.Comparing;
using Opper.Drift.OnPurpose;
using Opper.Drift.Reporting;
using Opper.Drift.Tests.Live;

namespace Opper.Drift.Tests;

/// <summary>The three formats of a report have the same content.</summary>
public sealed class ReportTests
{
    private static readonly Lazy<DriftReport> Newer = new(() => Drift.Report(Planted.Newer()));

    private static string Text => TextReport.Write(Newer.Value).ReplaceLineEndings("\n");

    private static string Markdown => MarkdownReport.Write(Newer.Value).ReplaceLineEndings("\n");

    private static JsonObject Json => (JsonObject)JsonNode.Parse(JsonReport.Write(Newer.Value))!;

    [Test]
    public void Text_lists_every_planted_difference_once_in_its_group()
    {
        foreach (var planted in Planted.All)
        {
            var section = Section(Text, planted.Group == Group.Breaking ? "Breaking (" : "Additive (", "\n\n");
            var lines = section.Split('\n').Where(line =>
                line.StartsWith($"  {planted.Where}: ", StringComparison.Ordinal) && line.EndsWith($"[{Names.Of(planted.Kind)}]", StringComparison.Ordinal));
            Assert.That(lines.Count(), Is.EqualTo(
                Planted.All.Count(other => (other.Group, other.Kind, other.Where) == (planted.Group, planted.Kind, planted.Where))), planted.ToString());
        }
    }

    [Test]
    public void Text_counts_each_group_and_ends_with_a_summary()
    {
        var (breaking, additive) = (Count(Group.Breaking), Count(Group.Additive));

        Assert.That(Text, Does.StartWith($"Breaking ({breaking})\n").And.Contain($"\nAdditive ({additive})\n").And.Contain("\nOurs on purpose ("));
        Assert.That(Text.TrimEnd('\n').Split('\n')[^1], Does.StartWith($"{breaking} breaking, {additive} additive, ").And.EndWith(" ours on purpose."));
    }

    [Test]
    public void Text_lists_the_operations_of_a_shared_schema() => Assert.That(
        Text, Does.Contain("  DownloadUrl.url: nullable in the live API, never null in the contract [nullable]\n      in GET "
            + "/v2/knowledge/{knowledge_base_id}/files/{file_id}/download_url\n"));

    [Test]
    public void Text_states_the_reason_of_intended_differences() => Assert.That(
        Newer.Value.Of(Group.OnPurpose).Select(difference => difference.Reason!).Distinct(),
        Is.Not.Empty.And.All.Matches<string>(reason => Text.Contains($"  {reason} (", StringComparison.Ordinal)));

    [Test]
    public void Markdown_has_a_row_for_every_planted_difference()
    {
        foreach (var planted in Planted.All)
        {
            var section = Section(Markdown, planted.Group == Group.Breaking ? "## Breaking\n" : "## Additive\n", "\n\n## ");
            Assert.That(section.Split('\n').Count(line => line.StartsWith($"| `{planted.Where}` | ", StringComparison.Ordinal)
                && line.Contains($" | {Names.Of(planted.Kind)} | ", StringComparison.Ordinal)), Is.GreaterThan(0), planted.ToString());
        }
    }

    [Test]
    public void Markdown_rows_have_as_many_cells_as_the_header()
    {
        var columns = 0;
        foreach (var line in Markdown.Split('\n'))
        {
            var cells = line.Replace("\\|", string.Empty, StringComparison.Ordinal).Count(c => c == '|');
            columns = cells == 0 ? 0 : columns == 0 ? cells : columns;
            Assert.That(cells, Is.EqualTo(columns), line);
        }
    }

    [Test]
    public void Markdown_escapes_characters_that_end_a_cell()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Property("CallRequest", "name")["maxLength"] = 7;
        var list = new OnPurposeList();
        list.Entries.Add(new OnPurposeEntry { At = "CallRequest.name", Kinds = ["bound"], Reason = "Either | or" });

        Assert.That(MarkdownReport.Write(Drift.Report(live.ToString(), onPurpose: list)), Does.Contain(@"| Either \| or | 1 | CallRequest.name |"));
    }

    [Test]
    public void JSON_has_every_planted_difference_with_its_properties()
    {
        var found = from @group in new[] { Group.Breaking, Group.Additive }
                    from difference in (JsonArray)Json[Names.Of(@group)]!
                    select string.Join(' ', new[] { Names.Of(@group), (string?)difference!["kind"], (string?)difference["where"],
                        (string?)difference["detail"] }.Where(part => part is not null));

        Assert.That(found, Is.EquivalentTo(Planted.All.Select(planted => planted.ToString())));
    }

    [Test]
    public void JSON_has_both_values_the_location_and_the_operations()
    {
        var bound = ((JsonArray)Json["additive"]!).Single(difference => (string?)difference!["where"] == "CreateModelAliasRequest.description")!;

        Assert.That(((string?)bound["ours"], (string?)bound["live"], (string?)bound["detail"]), Is.EqualTo(("1000", "2000", "maxLength")));
        Assert.That(((JsonArray)bound["operations"]!).Select(operation => (string?)operation), Is.EqualTo(new[] { "POST /v2/models/aliases" }));
        Assert.That((string?)bound["pointer"], Does.Contain("CreateModelAliasRequest"));
        Assert.That(((string?)Json["contract"], (string?)Json["live"]), Is.EqualTo(("opper.yaml", "openapi.json")));
    }

    [Test]
    public void JSON_states_a_reason_for_intended_differences_only()
    {
        Assert.That((JsonArray)Json["onPurpose"]!, Is.Not.Empty.And.All.Matches<JsonNode>(difference => difference!["reason"] is not null));
        Assert.That((JsonArray)Json["breaking"]!, Is.Not.Empty.And.All.Matches<JsonNode>(difference => difference!["reason"] is null));
    }

    [Test]
    public void All_formats_list_unused_entries()
    {
        var list = OnPurposeList.Read(Drift.OnPurposeFile);
        list.Entries.Add(new OnPurposeEntry { At = "CallRequest.gone", Kinds = ["field-not-live"], Reason = "It was there once." });
        var report = Drift.Report(LiveDocument.Make(Drift.Contract).ToString(), onPurpose: list);

        Assert.That(TextReport.Write(report), Does.Contain("unused in on-purpose.yaml: CallRequest.gone (field-not-live)"));
        Assert.That(MarkdownReport.Write(report).ReplaceLineEndings("\n"),
            Does.Contain("## Unused in on-purpose.yaml\n\n- CallRequest.gone (field-not-live)\n"));
        Assert.That((string?)JsonNode.Parse(JsonReport.Write(report))!["unused"]![0], Is.EqualTo("CallRequest.gone (field-not-live)"));
    }

    [Test]
    public void All_formats_list_warnings_of_reading()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Operation("get", "/models")["operationld"] = "typo";
        var report = Drift.Report(live);

        Assert.That(report.Live.Warnings, Is.Not.Empty);
        Assert.That(TextReport.Write(report), Does.Contain("while reading openapi.json: ").And.Contain("operationld"));
        Assert.That(MarkdownReport.Write(report), Does.Contain("## While reading").And.Contain("operationld"));
        Assert.That((string?)JsonNode.Parse(JsonReport.Write(report))!["warnings"]![0], Does.Contain("operationld"));
    }

    private static int Count(Group group) => Planted.All.Count(planted => planted.Group == group);

    private static string Section(string report, string head, string end)
    {
        var start = report.IndexOf(head, StringComparison.Ordinal);
        Assert.That(start, Is.GreaterThanOrEqualTo(0), head);
        var stop = report.IndexOf(end, start, StringComparison.Ordinal);
        return stop < 0 ? report[start..] : report[start..stop];
    }
}
