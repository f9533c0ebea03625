using System.Globalization;
using Opper.Knowledge;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

public sealed class KnowledgeIndexingTests
{
    private ImpatientTimeProvider _time = null!;

    [SetUp]
    public void Reset() => _time = new ImpatientTimeProvider();

    [Test]
    public async Task Waiting_polls_with_increasing_intervals_until_the_file_is_indexed()
    {
        using var client = Listing("indexing", "some_new_state", "indexing", "success");

        var file = await client.Opper.Knowledge.WaitForIndexingAsync("k1", "f1");

        Assert.That(file.Status, Is.EqualTo("success"));
        Assert.That(_time.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) }));
    }

    [Test]
    public async Task A_failed_file_throws_with_its_details()
    {
        using var client = Listing("indexing", "failed");

        var failed = await Assert.CatchAsync<OpperIndexingException>(() => client.Opper.Knowledge.WaitForIndexingAsync("k1", "f1"));

        Assert.That((failed!.FileId, failed.File!.OriginalFileName, failed.File.Status), Is.EqualTo(("f1", "a.pdf", "failed")));
        Assert.That(failed.Message, Does.Contain("f1").And.Contain("failed"));
    }

    [Test]
    public async Task Waiting_ends_after_its_timeout()
    {
        using var client = Listing("indexing");

        var late = await Assert.CatchAsync<OpperTimeoutException>(() => client.Opper.Knowledge.WaitForIndexingAsync("k1", "f1", TimeSpan.FromSeconds(0.9)));

        Assert.That((late!.Kind, late.Timeout), Is.EqualTo((OpperTimeoutKind.Indexing, TimeSpan.FromSeconds(0.9))));
        Assert.That(late.Message, Does.Contain("not indexed within 0.9 s"));
    }

    [Test]
    public async Task Waiting_for_a_file_that_is_never_listed_ends_early()
    {
        using var client = Listing("success");

        var missing = await Assert.CatchAsync<OpperIndexingException>(() => client.Opper.Knowledge.WaitForIndexingAsync("k1", "other"));

        Assert.That((missing!.FileId, missing.File, client.Sent.Count), Is.EqualTo(("other", (KnowledgeFile?)null, 5)));
    }

    [Test]
    public async Task The_page_with_the_file_is_polled_first_next_time()
    {
        using var client = new TestClient(options => options.TimeProvider = _time);
        var looks = 0;
        client.Mock.When("*").Respond(request => TestClient.Response(request.RequestUri!.Query.Contains("offset=100", StringComparison.Ordinal)
            ? Page(101, ["f1"], looks++ == 0 ? "indexing" : "success")
            : Page(101, Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)), "success")));

        await client.Opper.Knowledge.WaitForIndexingAsync("k1", "f1");

        Assert.That(client.Sent.Select(s => new Uri(s.Url).Query),
            Is.EqualTo(new[] { "?offset=0&limit=100", "?offset=100&limit=100", "?offset=100&limit=100" }));
    }

    [Test]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var client = new TestClient();
        client.Mock.When("*").Respond(_ =>
        {
            cancel.Cancel();
            return TestClient.Response(Page(1, ["f1"], "indexing"));
        });

        Assert.That(await Assert.CatchAsync(() => client.Opper.Knowledge.WaitForIndexingAsync("k1", "f1", cancellationToken: cancel.Token)),
            Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_upload_waits_for_indexing_if_requested()
    {
        using var client = TestClient.AnsweringInTurn(
            options => options.TimeProvider = _time,
            () => TestClient.Response("""{"id": "f1", "key": "a.pdf", "original_filename": "a.pdf", "document_id": 1}"""),
            () => TestClient.Response(Page(1, ["f1"], "indexing")),
            () => TestClient.Response(Page(1, ["f1"], "success")));

        await client.Opper.Knowledge.UploadFileAsync("k1", new byte[] { 1 }, "a.pdf",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, WaitForIndexing = true });

        Assert.That(client.Sent, Has.Count.EqualTo(3));
    }

    private TestClient Listing(params string[] statuses) => TestClient.AnsweringInTurn(
        options => options.TimeProvider = _time,
        [.. statuses.Select<string, Func<HttpResponseMessage>>(status => () => TestClient.Response(Page(1, ["f1"], status)))]);

    private static string Page(int total, IEnumerable<string> ids, string status) =>
        $$"""{"meta": {"total_count": {{total}}}, "data": [{{string.Join(",", ids.Select(id => File(id, status)))}}]}""";

    private static string File(string id, string status) =>
        $$"""{"id": "{{id}}", "original_filename": "a.pdf", "size": 1, "status": "{{status}}", "document_id": 1}""";
}
