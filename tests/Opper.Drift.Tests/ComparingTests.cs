using System.Text.Json.Nodes;
using Opper.Drift.Comparing;
using Opper.Drift.OnPurpose;
using Opper.Drift.Tests.Live;

namespace Opper.Drift.Tests;

public sealed class ComparingTests
{
    [Test]
    public void The_contract_and_itself_do_not_differ()
    {
        var report = Drift.Report(Drift.Contract);

        Assert.That(report.Differences, Is.Empty);
        Assert.That(report.Unused, Is.Empty);
    }

    [Test]
    public void The_same_contract_in_the_words_of_FastAPI_differs_on_purpose_only()
    {
        var report = Drift.Report(LiveDocument.Make(Drift.Contract));

        Assert.That(Drift.Found(report), Is.Empty);
        Assert.That(report.Differences, Is.Not.Empty);
    }

    [Test]
    public void Every_entry_of_the_reviewed_list_is_needed() => Assert.That(Drift.Report(LiveDocument.Make(Drift.Contract)).Unused, Is.Empty);

    [Test]
    public void The_live_document_reads_without_complaints() => Assert.That(Drift.Report(Planted.Newer()).Live.Warnings, Is.Empty);

    [Test]
    public void The_newer_document_differs_in_what_was_planted_and_in_nothing_else() =>
        Assert.That(Drift.Found(Drift.Report(Planted.Newer())), Is.EquivalentTo(Planted.All.Select(planted => planted.ToString())));

    [Test]
    public void Every_kind_of_difference_is_planted()
    {
        var reviewed = Drift.Report(LiveDocument.Make(Drift.Contract)).Differences.Select(difference => difference.Kind);

        Assert.That(Enum.GetValues<DifferenceKind>().Except(Planted.All.Select(planted => planted.Kind)).Except(reviewed), Is.Empty);
    }

    [Test]
    public void An_unknown_schema_of_a_parameter_in_the_path_is_matched_by_position()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Parameter("get", "/knowledge/{index_id}", "index_id")["schema"]!["type"] = "integer";

        Assert.That(Drift.Found(Drift.Report(live)), Has.Exactly(1).EqualTo("breaking type parameter KnowledgeBaseId"));
    }

    [Test]
    public void Paths_with_the_version_and_a_server_without_it_are_the_same_paths()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai" });
        live.Root["paths"] = new JsonObject(((JsonObject)live.Root["paths"]!).Select(path => KeyValuePair.Create("/v2" + path.Key, path.Value?.DeepClone())));

        Assert.That(Drift.Found(Drift.Report(live)), Is.Empty);
    }

    [Test]
    public void A_document_without_servers_is_read_as_version_two()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root.Remove("servers");

        Assert.That(Drift.Found(Drift.Report(live)), Is.Empty);
    }

    [Test]
    public void Another_version_of_the_API_has_none_of_our_operations()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai/v4" });
        var report = Drift.Report(live);

        Assert.That(report.Differences.Select(difference => difference.Kind).Distinct(), Is.EquivalentTo(new[] { DifferenceKind.OperationNotOurs }));
    }

    [Test]
    public void A_document_of_version_three_is_held_against_the_second_part_alone()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai/v3" });
        live.Root["paths"] = new JsonObject { ["/models"] = live.Root["paths"]!["/models"]!.DeepClone() };

        var found = Drift.Report(live).Differences.Where(difference => difference.Kind == DifferenceKind.OperationNotLive)
            .Select(difference => difference.Where);

        Assert.That(found, Is.EquivalentTo(new[] { "POST /v3/compat/chat/completions", "POST /v3/compat/embeddings", "GET /v3/compat/models" }));
    }

    [Test]
    public void A_difference_in_a_shared_schema_is_one_difference_with_all_its_operations()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Property("CallExample", "comment")["anyOf"]![0]!["type"] = "integer";
        var found = Drift.Report(live).Of(Group.Breaking).ToList();

        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(found[0].Operations, Has.Count.EqualTo(6));
    }

    [Test]
    public void An_entry_that_nothing_needs_any_more_is_reported()
    {
        var list = OnPurposeList.Read(Drift.OnPurposeFile);
        list.Entries.Add(new OnPurposeEntry { At = "CallRequest.gone", Kinds = ["field-not-live"], Reason = "It was there once." });

        Assert.That(Drift.Report(LiveDocument.Make(Drift.Contract).ToString(), onPurpose: list).Unused,
            Is.EqualTo(new[] { "CallRequest.gone (field-not-live)" }));
    }

    [Test]
    public void Without_the_reviewed_list_nothing_is_on_purpose()
    {
        var report = Drift.Report(LiveDocument.Make(Drift.Contract).ToString(), onPurpose: new OnPurposeList());

        Assert.That(report.Of(Group.OnPurpose), Is.Empty);
        Assert.That(report.Of(Group.Breaking), Is.Not.Empty);
    }
}
