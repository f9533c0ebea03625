using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>Reading complete lists page by page.</summary>
public sealed class PagingTests
{
    [Test]
    public async Task All_items_are_listed_in_order_with_the_largest_page_size_allowed()
    {
        using var client = Serving(45);

        var ids = new List<string>();
        await foreach (var revision in client.Opper.Functions.ListAllRevisionsAsync("f1"))
        {
            ids.Add(revision.Id);
        }

        Assert.That(ids, Is.EqualTo(Enumerable.Range(0, 45).Select(i => "i" + i)));
        Assert.That(client.Sent.Select(sent => new Uri(sent.Url).Query),
            Is.EqualTo(new[] { "?offset=0&limit=20", "?offset=20&limit=20", "?offset=40&limit=20" }));
    }

    [Test]
    public async Task A_buffered_list_can_be_deleted_item_by_item()
    {
        using var client = new TestClient();
        var ids = Enumerable.Range(0, 250).Select(i => "i" + i).ToList();
        client.Mock.When(HttpMethod.Delete, "*").Respond(request =>
        {
            ids.Remove(request.RequestUri!.Segments[^1]);
            return TestClient.Response(string.Empty, 204);
        });
        client.Mock.When(HttpMethod.Get, "*").Respond(request =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
            var page = ids.Skip(int.Parse(query["offset"]!, System.Globalization.CultureInfo.InvariantCulture)).Take(100)
                .Select(id => $$"""{"id":"{{id}}","name":"n","revision_id":"r"}""");
            return TestClient.Response($$$"""{"data":[{{{string.Join(",", page)}}}],"meta":{"total_count":{{{ids.Count}}}}}""");
        });

        foreach (var function in await client.Opper.Functions.ListAllAsync().ToListAsync())
        {
            await client.Opper.Functions.DeleteAsync(function.Id);
        }

        Assert.That(ids, Is.Empty);
    }

    [Test]
    public async Task Leaving_the_loop_stops_the_requests()
    {
        using var client = Serving(45);

        await foreach (var _ in client.Opper.Functions.ListAllRevisionsAsync("f1"))
        {
            break;
        }

        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AsPages_returns_pages_with_the_total()
    {
        using var client = Serving(5);
        var sizes = new List<(int, int?)>();

        await foreach (var page in client.Opper.Functions.ListAllRevisionsAsync("f1", pageSize: 2).AsPages())
        {
            sizes.Add((page.Items.Count, page.TotalCount));
        }

        Assert.That(sizes, Is.EqualTo(new (int, int?)[] { (2, 5), (2, 5), (1, 5) }));
    }

    [TestCase(0)]
    [TestCase(21)]
    public void A_page_size_outside_the_bounds_of_the_endpoint_is_rejected(int pageSize)
    {
        using var client = Serving(5);

        Assert.That(() => client.Opper.Functions.ListAllRevisionsAsync("f1", pageSize: pageSize),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("20"));
    }

    [Test]
    public async Task A_wrong_total_never_causes_a_loop()
    {
        using var client = TestClient.AnsweringInTurn(
            null,
            () => TestClient.Response("""{"meta": {"total_count": 1000}, "data": [{"id": "a", "name": "n", "revision_id": "r"}]}"""),
            () => TestClient.Response("""{"meta": {"total_count": 1000}, "data": []}"""));

        var names = new List<string>();
        await foreach (var function in client.Opper.Functions.ListAllAsync())
        {
            names.Add(function.Id);
        }

        Assert.That(names, Is.EqualTo(new[] { "a" }));
        Assert.That(client.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Without_a_total_the_list_ends_with_an_empty_page()
    {
        using var client = TestClient.AnsweringInTurn(
            null,
            () => TestClient.Response("""{"data": [{"id": "a", "name": "n", "revision_id": "r"}]}"""),
            () => TestClient.Response("""{"data": []}"""));
        var count = 0;

        await foreach (var _ in client.Opper.Functions.ListAllAsync())
        {
            count++;
        }

        Assert.That(count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_bare_array_counts_as_one_page()
    {
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response("""  [{"id": "k1", "name": "manuals"}]"""),
            () => TestClient.Response("[]"));

        var page = await client.Opper.Knowledge.ListAsync();

        Assert.That(page.Data.Select(item => item.Name), Is.EqualTo(new[] { "manuals" }));
    }

    [Test]
    public async Task A_list_without_pages_is_requested_once()
    {
        using var client = TestClient.Answering("""{"meta": {"total_count": 9}, "data": [{"hosting_provider": "m", "name": "m/ocr", "location": "eu"}]}""");
        var names = new List<string>();

        await foreach (var model in client.Opper.Ocr.ListAllModelsAsync())
        {
            names.Add(model.Name);
        }

        Assert.That(names, Is.EqualTo(new[] { "m/ocr" }));
        Assert.That(client.Sent.Single().Url, Does.EndWith("/v2/ocr/models"));
    }

    [Test]
    public async Task Cancelling_between_pages_stops()
    {
        using var client = Serving(45);
        using var cancellation = new CancellationTokenSource();
        var seen = 0;

        await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Opper.Functions.ListAllRevisionsAsync("f1").WithCancellation(cancellation.Token))
            {
                if (++seen == 20)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        Assert.That(seen, Is.EqualTo(20));
    }

    private static TestClient Serving(int total)
    {
        var client = new TestClient();
        client.Mock.When("*").Respond(request =>
        {
            var query = request.RequestUri!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0],
                pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
            var items = Enumerable.Range(query["offset"], Math.Max(0, Math.Min(query["limit"], total - query["offset"])))
                .Select(i => $$$"""{"id": "i{{{i}}}", "configuration": {}, "created_at": "2026-01-05T09:30:00Z"}""");
            return TestClient.Response($$$"""{"meta": {"total_count": {{{total}}}}, "data": [{{{string.Join(",", items)}}}]}""");
        });
        return client;
    }
}
