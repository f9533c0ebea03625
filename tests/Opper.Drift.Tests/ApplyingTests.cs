using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Opper.Drift.Applying;
using Opper.Drift.Tests.Live;
using Group = Opper.Drift.Comparing.Group;

namespace Opper.Drift.Tests;

public sealed partial class ApplyingTests
{
    private static readonly Lazy<ApplyResult> Applied = new(() => Drift.Apply(Planted.Newer()));

    private static JsonObject Contract => ContractJson.Read(Applied.Value.Text);

    [Test]
    public void Applying_resolves_all_additive_differences_and_no_others()
    {
        var report = Drift.Report(Planted.Newer(), Applied.Value.Text);

        Assert.That(Applied.Value.ByHand.Select(left => $"{left.Difference.Where}: {left.Why}"), Is.Empty);
        Assert.That(Drift.Found(report), Is.EquivalentTo(Planted.All.Where(planted => planted.Group == Group.Breaking).Select(planted => planted.ToString())));
    }

    [Test]
    public void Applying_removes_only_lines_that_had_to_change()
    {
        var (removed, _) = LineDiff.Of(Drift.Contract, Applied.Value.Text);

        Assert.That(removed, Is.EqualTo(new[]
        {
            "        - instructions",
            "          description: The media type, such as `application/pdf`.",
            "          maxLength: 1000",
            "          description: The minimum size of images to return, in pixels.",
        }));
    }

    [Test]
    public void Every_added_line_belongs_to_a_difference()
    {
        var (_, added) = LineDiff.Of(Drift.Contract, Applied.Value.Text);

        Assert.That(string.Join('\n', added).TrimEnd('\n'),
            Is.EqualTo(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "added.yaml")).TrimEnd('\n')));
    }

    [Test]
    public void Intended_differences_are_not_applied() => Assert.That(Drift.Apply(LiveDocument.Make(Drift.Contract)).Text, Is.EqualTo(Drift.Contract));

    [Test]
    public void Applying_is_idempotent()
    {
        var again = Applier.Apply(Applied.Value.Text, Drift.Report(Planted.Newer(), Applied.Value.Text));

        Assert.That(again.Text, Is.EqualTo(Applied.Value.Text));
    }

    [Test]
    public void Every_new_component_has_a_name_and_a_description()
    {
        foreach (var (name, schema) in (JsonObject)Contract["components"]!["schemas"]!)
        {
            Assert.That(name, Does.Match("^[A-Z][A-Za-z]+$"));
            Assert.That((string?)schema!["description"], Is.Not.Empty.And.Not.Null, name);
            foreach (var (field, property) in schema["properties"] as JsonObject ?? [])
            {
                Assert.That((string?)property!["description"], Is.Not.Empty.And.Not.Null, $"{name}.{field}");
                Assert.That(property["properties"], Is.Null, $"{name}.{field} is an inline object");
            }
        }
    }

    [Test]
    public void Every_applied_operation_follows_the_rules_of_the_contract()
    {
        var ids = new List<string>();
        foreach (var operation in ((JsonObject)Contract["paths"]!).SelectMany(path => (JsonObject)path.Value!).Select(method => (JsonObject)method.Value!))
        {
            var id = (string)operation["operationId"]!;
            ids.Add(id);
            Assert.That(id, Does.Match("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+$"));
            Assert.That((string?)operation["summary"], Is.Not.Empty.And.Not.Null, id);
            Assert.That((string?)operation["description"], Is.Not.Empty.And.Not.Null, id);
            Assert.That(((JsonArray)Contract["tags"]!).Select(tag => (string?)tag!["name"]), Does.Contain((string)operation["tags"]![0]!));
            Assert.That(((JsonObject)operation["responses"]!).Select(response => response.Key),
                Is.SupersetOf(new[] { "400", "401", "404", "422", "429", "default" }), id);
            foreach (var media in Media(operation))
            {
                Assert.That(media["schema"], Is.Not.Null, id);
                Assert.That(media["example"] ?? media["examples"], Is.Not.Null, id);
            }
        }

        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void No_construct_of_OpenAPI_3_1_or_of_FastAPI_is_applied()
    {
        var (_, added) = LineDiff.Of(Drift.Contract, Applied.Value.Text);

        Assert.That(added.Where(line => OfAnotherKind().IsMatch(line)), Is.Empty);
    }

    [Test]
    public void A_difference_of_one_operation_in_a_shared_request_is_not_applied()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Parameter("get", "/traces", "limit")["schema"]!["anyOf"]![0]!["maximum"] = 500;
        var result = Drift.Apply(live);

        Assert.That(result.Text, Is.EqualTo(Drift.Contract));
        Assert.That(result.ByHand.Single().Why, Does.Contain("GET /v2/models"));
    }

    private static IEnumerable<JsonObject> Media(JsonObject operation) =>
        new[] { operation["requestBody"] }.Concat(((JsonObject)operation["responses"]!).Select(response => response.Value))
        .SelectMany(part => part?["content"] as JsonObject ?? []).Select(media => (JsonObject)media.Value!);

    [GeneratedRegex(@"anyOf:|oneOf:|\$defs|title:|default: |const:|type: \[|uuid|app__")]
    private static partial Regex OfAnotherKind();
}
