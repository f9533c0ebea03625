using System.Text;
using Microsoft.Extensions.Time.Testing;
using Opper.Emulator;
using Opper.Knowledge;
using Opper.Tests;

namespace Opper.Integration;

/// <summary>UploadFileAsync and related methods against the emulator, whose storage rejects requests with a key.</summary>
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
    public async Task One_call_makes_a_local_file_searchable_and_filterable(KnowledgeUploadRoute route)
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
    public async Task A_stream_of_unknown_length_is_uploaded_completely()
    {
        var content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(Story, 5000)));

        await _opper.Knowledge.UploadFileAsync(_id, new Trickle(content), "long.txt");

        Assert.That((await _opper.Knowledge.ListFilesAsync(_id)).Data.Single().Size, Is.EqualTo(content.Length));
    }

    [TestCase(KnowledgeUploadRoute.Presigned)]
    [TestCase(KnowledgeUploadRoute.Direct)]
    public async Task A_non_ASCII_file_name_is_preserved(KnowledgeUploadRoute route)
    {
        const string Name = "Räksmörgås 日本.txt";

        var file = await _opper.Knowledge.UploadFileAsync(_id, Encoding.UTF8.GetBytes(Story), Name, new UploadFileOptions { Route = route });

        Assert.That(file.OriginalFileName, Is.EqualTo(Name));
    }

    [Test]
    public async Task A_key_in_the_headers_of_the_HttpClient_is_not_sent_to_the_storage()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", _emulator.ApiKey);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = _emulator.ApiKey, BaseUrl = _emulator.BaseAddress.ToString() }, http);

        var file = await opper.Knowledge.UploadFileAsync(_id, Encoding.UTF8.GetBytes(Story), "story.txt");

        Assert.That(file.Key, Is.EqualTo("story.txt"));
    }

    [Test]
    public async Task WaitForIndexing_returns_once_the_file_is_indexed()
    {
        // Each read of the emulator's clock advances it by a second.
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
    public async Task WaitForIndexing_throws_for_a_file_that_cannot_be_indexed()
    {
        var failed = await Assert.CatchAsync<OpperIndexingException>(
            () => _opper.Knowledge.UploadFileAsync(_id, Samples.Png, "scan.png", new UploadFileOptions { WaitForIndexing = true }));

        Assert.That((string?)failed!.File!.Metadata!["emulator.error"], Does.Contain("images"));
    }

    [Test]
    public async Task A_repeated_AddMany_adds_only_the_remaining_documents()
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
    public async Task Concurrent_GetOrCreate_calls_return_the_same_knowledge_base()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _opper.Knowledge.GetOrCreateAsync("team/shared")));

        Assert.That(found.Select(k => k.Id).Distinct().Count(), Is.EqualTo(1));
    }

    /// <summary>A stream that returns a few bytes at a time and has neither length nor position.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, Math.Min(count, 1000), cancellationToken);
    }
}
