using System.Text;
using Microsoft.Extensions.Time.Testing;
using Opper.Emulator;
using Opper.Knowledge;
using Opper.Tests;

namespace Opper.Integration;

/// <summary>UploadFileAsync and its companions against the emulator, whose storage refuses whoever brings a key along.</summary>
public sealed class KnowledgeUploadTests
{
    private const string Story = "The lighthouse keeper hid the brass key beneath the third step.";

    private TestedEmulator _emulator = null!;
    private OpperClient _opper = null!;
    private string _id = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _opper = _emulator.CreateClient(options => options.MaxRetries = 0);
        _id = (await _opper.Knowledge.GetOrCreateAsync("files")).Id;
    }

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [TestCase(KnowledgeUploadRoute.Presigned)]
    [TestCase(KnowledgeUploadRoute.Direct)]
    public async Task A_local_file_can_be_searched_and_filtered_after_one_call(KnowledgeUploadRoute route)
    {
        var folder = Directory.CreateTempSubdirectory("opper-upload-");
        var path = Path.Combine(folder.FullName, "my story.md");
        await File.WriteAllTextAsync(path, Story);
        try
        {
            var file = await _opper.Knowledge.UploadFileAsync(_id, path,
                new UploadFileOptions { Route = route, WaitForIndexing = true, Metadata = new { year = 2024 } });
            var match = (await _opper.Knowledge.QueryAsync(_id,
                new QueryKnowledgeRequest { Query = "brass key", Filters = Filter.Where("year") > 2023 })).Single();

            Assert.That((file.OriginalFileName, match.Key, match.Content), Is.EqualTo((Path.GetFileName(path), file.Key, Story)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_stream_whose_length_is_not_known_arrives_whole()
    {
        var content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(Story, 5000)));

        await _opper.Knowledge.UploadFileAsync(_id, new Trickle(content), "long.txt");

        Assert.That((await _opper.Knowledge.ListFilesAsync(_id)).Data.Single().Size, Is.EqualTo(content.Length));
    }

    [TestCase(KnowledgeUploadRoute.Presigned)]
    [TestCase(KnowledgeUploadRoute.Direct)]
    public async Task A_name_beyond_ASCII_arrives_as_it_is(KnowledgeUploadRoute route)
    {
        const string Name = "Räksmörgås 日本.txt";

        var file = await _opper.Knowledge.UploadFileAsync(_id, Encoding.UTF8.GetBytes(Story), Name, new UploadFileOptions { Route = route });

        Assert.That(file.OriginalFileName, Is.EqualTo(Name));
    }

    [Test]
    public async Task A_key_in_the_HttpClients_own_headers_does_not_go_to_the_storage()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", _emulator.ApiKey);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = _emulator.ApiKey, BaseUrl = _emulator.BaseAddress.ToString() }, http);

        var file = await opper.Knowledge.UploadFileAsync(_id, Encoding.UTF8.GetBytes(Story), "story.txt");

        Assert.That(file.Key, Is.EqualTo("story.txt"));
    }

    [Test]
    public async Task Waiting_lasts_until_the_file_is_indexed()
    {
        // Every look at the emulator's clock moves it on by a second.
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        await using var slow = await TestEmulator.StartAsync(new OpperEmulatorOptions { IndexingTime = TimeSpan.FromSeconds(20), TimeProvider = clock });
        var waits = new ImpatientTimeProvider();
        var knowledge = slow.CreateClient(options => options.TimeProvider = waits).Knowledge;
        var id = (await knowledge.GetOrCreateAsync("slow")).Id;
        var file = await knowledge.UploadFileAsync(id, Encoding.UTF8.GetBytes(Story), "story.txt");

        var indexed = await knowledge.WaitForIndexingAsync(id, file.Id);

        Assert.That((indexed.Id, indexed.Status), Is.EqualTo((file.Id, "success")));
        Assert.That(waits.Waits, Has.Count.GreaterThan(1));
    }

    [Test]
    public async Task A_file_that_cannot_be_read_throws_when_it_is_waited_for()
    {
        var failed = await Assert.CatchAsync<OpperIndexingException>(
            () => _opper.Knowledge.UploadFileAsync(_id, Samples.Png, "scan.png", new UploadFileOptions { WaitForIndexing = true }));

        Assert.That((string?)failed!.File!.Metadata!["emulator.error"], Does.Contain("images"));
    }

    [Test]
    public async Task Many_documents_are_added_and_a_second_run_adds_the_remaining_ones()
    {
        var documents = Enumerable.Range(0,
            200).Select(i => new AddDocumentRequest { Key = $"doc-{i}", Content = $"Passage number {i}.", Metadata = new { number = i } }).ToList();
        var done = new HashSet<string?>();
        await foreach (var outcome in _opper.Knowledge.AddDocumentsAsync(_id, documents.Take(120)))
        {
            outcome.ThrowIfFailed();
            done.Add(outcome.Request.Key);
        }

        var second = new List<AddDocumentStatus>();
        await foreach (var outcome in _opper.Knowledge.AddDocumentsAsync(_id, documents,
            new AddDocumentsOptions { Skip = document => done.Contains(document.Key) }))
        {
            second.Add(outcome.Status);
        }

        Assert.That((second.Count(s => s == AddDocumentStatus.Skipped), second.Count(s => s == AddDocumentStatus.Added)), Is.EqualTo((120, 80)));
        Assert.That((await _opper.Knowledge.GetAsync(_id)).Count, Is.EqualTo(200));
        Assert.That((await _opper.Knowledge.DeleteDocumentsAsync(_id, new DeleteDocumentsRequest { Filters = Filter.Where("number") > 149 })).DeletedCount,
            Is.EqualTo(50));
        Assert.That((await _opper.Knowledge.DeleteAllDocumentsAsync(_id)).DeletedCount, Is.EqualTo(150));
    }

    [Test]
    public async Task Concurrent_requests_for_a_knowledge_base_get_the_same_one()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _opper.Knowledge.GetOrCreateAsync("team/shared")));

        Assert.That(found.Select(k => k.Id).Distinct().Count(), Is.EqualTo(1));
    }

    /// <summary>A stream that gives little at a time and knows neither length nor position.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, Math.Min(count, 1000), cancellationToken);
    }
}
