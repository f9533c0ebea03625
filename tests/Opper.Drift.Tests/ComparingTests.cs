using System.Text.Json.Nodes;
using Opper.Drift.Comparing;
using Opper.Drift.OnPurpose;
using Opper.Drift.Tests.Live;

namespace Opper.Drift.Tests;

public sealed class ComparingTests
{
    [Test]
    public void The_contract_has_no_differences_from_itself()
    {
        var report = Drift.Report(Drift.Contract);

        Assert.That(report.Differences, Is.Empty);
        Assert.That(report.Unused, Is.Empty);
    }

    [Test]
    public void The_contract_as_FastAPI_generates_it_has_only_intended_differences()
    {
        var report = Drift.Report(LiveDocument.Make(Drift.Contract));

        Assert.That(Drift.Found(report), Is.Empty);
        Assert.That(report.Differences, Is.Not.Empty);
    }

    [Test]
    public void Every_entry_of_the_list_of_intended_differences_is_used() => Assert.That(Drift.Report(LiveDocument.Make(Drift.Contract)).Unused, Is.Empty);

    [Test]
    public void The_live_document_is_read_without_warnings() => Assert.That(Drift.Report(Planted.Newer()).Live.Warnings, Is.Empty);

    [Test]
    public void Exactly_the_planted_differences_are_found() =>
        Assert.That(Drift.Found(Drift.Report(Planted.Newer())), Is.EquivalentTo(Planted.All.Select(planted => planted.ToString())));

    [Test]
    public void Each_kind_of_difference_is_planted()
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
    public void A_version_in_the_paths_equals_one_in_the_server_URL()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai" });
        live.Root["paths"] = new JsonObject(((JsonObject)live.Root["paths"]!).Select(path => KeyValuePair.Create("/v2" + path.Key, path.Value?.DeepClone())));

        Assert.That(Drift.Found(Drift.Report(live)), Is.Empty);
    }

    [Test]
    public void A_document_without_servers_is_read_as_version_2()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root.Remove("servers");

        Assert.That(Drift.Found(Drift.Report(live)), Is.Empty);
    }

    [Test]
    public void A_document_of_another_API_version_shares_no_operations()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai/v4" });
        var report = Drift.Report(live);

        Assert.That(report.Differences.Select(difference => difference.Kind).Distinct(), Is.EquivalentTo(new[] { DifferenceKind.OperationNotOurs }));
    }

    [Test]
    public void A_document_of_version_3_is_compared_with_the_v3_operations_only()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Root["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.opper.ai/v3" });
        live.Root["paths"] = new JsonObject { ["/models"] = live.Root["paths"]!["/models"]!.DeepClone() };

        var found = Drift.Report(live).Differences.Where(difference => difference.Kind == DifferenceKind.OperationNotLive)
            .Select(difference => difference.Where);

        Assert.That(found, Is.EquivalentTo(new[] { "POST /v3/compat/chat/completions", "POST /v3/compat/embeddings", "GET /v3/compat/models" }));
    }

    [Test]
    public void A_difference_in_a_shared_schema_is_reported_once_with_all_its_operations()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Property("CallExample", "comment")["anyOf"]![0]!["type"] = "integer";
        var found = Drift.Report(live).Of(Group.Breaking).ToList();

        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(found[0].Operations, Has.Count.EqualTo(6));
    }

    [Test]
    public void An_unused_entry_of_the_list_of_intended_differences_is_reported()
    {
        var list = OnPurposeList.Read(Drift.OnPurposeFile);
        list.Entries.Add(new OnPurposeEntry { At = "CallRequest.gone", Kinds = ["field-not-live"], Reason = "It was there once." });

        Assert.That(Drift.Report(LiveDocument.Make(Drift.Contract).ToString(), onPurpose: list).Unused,
            Is.EqualTo(new[] { "CallRequest.gone (field-not-live)" }));
    }

    [Test]
    public void Without_a_list_no_difference_is_intended()
    {
        var report = Drift.Report(LiveDocument.Make(Drift.Contract).ToString(), onPurpose: new OnPurposeList());

        Assert.That(report.Of(Group.OnPurpose), Is.Empty);
        Assert.That(report.Of(Group.Breaking), Is.Not.Empty);
    }
}
