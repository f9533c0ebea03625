using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Newtonsoft.Json.Linq;
using Opper.Emulator;
using Opper.Knowledge;

namespace Opper.Integration;

/// <summary>Files of knowledge bases over real HTTP: presigned URLs, registration, indexing, download.</summary>
public sealed class KnowledgeFileTests
{
    private const string Story = "The lighthouse keeper hid the brass key beneath the third step.";

    private readonly HttpClient _http = new();
    private TestedEmulator _emulator = null!;
    private OpperClient _opper = null!;
    private string _id = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await TestEmulator.StartAsync(new OpperEmulatorOptions { MaxUploadBytes = 1024 * 1024 });
        _opper = _emulator.CreateClient(options => options.MaxRetries = 0);
        _id = (await _opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "files" })).Id;
    }

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [OneTimeTearDown]
    public void Close() => _http.Dispose();

    [Test]
    public async Task A_file_uploaded_by_presigned_form_is_found_after_registration()
    {
        var place = await _opper.Knowledge.GetUploadUrlAsync(_id, "story.txt");
        using var sent = await _http.PostAsync(place.Url, Form(place, Encoding.UTF8.GetBytes(Story)));
        var file = await _opper.Knowledge.RegisterFileAsync(_id,
            new RegisterFileRequest { FileId = place.Id!, FileName = "story.txt", ContentType = "text/plain", Metadata = new { year = 2024 } });
        var match = (await _opper.Knowledge.QueryAsync(_id, new QueryKnowledgeRequest
        {
            Query = "where is the brass key",
            Filters = [new KnowledgeFilter { Field = "year", Operation = FilterOperation.GreaterThan, Value = 2023 }],
        })).Single();

        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((file.Id, file.Key, file.OriginalFileName), Is.EqualTo((place.Id, "story.txt", "story.txt")));
        Assert.That((match.Key, match.Content), Is.EqualTo(("story.txt", Story)));
        Assert.That(file.DocumentId, Is.GreaterThan(0));
    }

    [Test]
    public async Task A_file_uploaded_by_presigned_PUT_is_found_after_registration()
    {
        var place = await _opper.Knowledge.GetUploadUrlReferenceFormAsync(_id, "story.md");
        using var sent = await _http.PutAsync(place.Url, new ByteArrayContent(Encoding.UTF8.GetBytes("# Story\n\n" + Story)));
        var file = await _opper.Knowledge.RegisterUploadAsync(_id, new RegisterUploadRequest { UploadId = place.UploadId!, FileName = "story.md" });
        var match = (await _opper.Knowledge.QueryAsync(_id, new QueryKnowledgeRequest { Query = "brass key" })).Single();

        Assert.That((sent.StatusCode, place.Fields), Is.EqualTo((HttpStatusCode.OK, (object?)null)));
        Assert.That(match.Key, Is.EqualTo(file.Key));
    }

    [TestCase("story.txt", "application/octet-stream")]
    [TestCase("story.md", "text/markdown")]
    [TestCase("story.html", "text/html")]
    [TestCase("story.pdf", "application/pdf")]
    [TestCase("story.docx", "application/octet-stream")]
    public async Task The_text_of_a_file_is_indexed(string name, string contentType)
    {
        var content = Path.GetExtension(name) switch
        {
            ".html" => Encoding.UTF8.GetBytes($"<html><head><title>T</title><script>secret()</script></head><body><h1>Head</h1><p>{Story}</p></body></html>"),
            ".pdf" => Samples.Pdf(Story),
            ".docx" => Samples.Word("Head", Story),
            _ => Encoding.UTF8.GetBytes(Story),
        };

        var file = await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(content), name,
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, ContentType = contentType });
        var listed = (await _opper.Knowledge.ListFilesAsync(_id)).Data.Single();
        var match = (await _opper.Knowledge.QueryAsync(_id, new QueryKnowledgeRequest { Query = "brass key" })).Single();

        Assert.That((listed.Id, listed.Status, listed.Size, listed.DocumentId), Is.EqualTo((file.Id, "success", (long)content.Length, file.DocumentId)));
        Assert.That(match.Content, Does.Contain(Story));
        Assert.That(match.Content, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Indexing_a_file_without_text_fails_with_the_reason()
    {
        await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream([0, 1, 2, 3, 255]), "noise.bin",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct });
        await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(Samples.Png), "scan.png", new UploadFileOptions { Route = KnowledgeUploadRoute.Direct });
        await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream("%PDF-1.7 broken"u8.ToArray()), "broken.pdf",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct });

        var files = (await _opper.Knowledge.ListFilesAsync(_id)).Data;

        Assert.That(files.Select(f => f.Status), Is.EqualTo(new[] { "failed", "failed", "failed" }));
        Assert.That(files.Select(f => (string?)f.Metadata!["emulator.error"]), Has.All.Not.Null);
        Assert.That((await _opper.Knowledge.GetAsync(_id)).Count, Is.Zero);
    }

    [Test]
    public async Task A_file_is_indexed_after_the_configured_time()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var slow = await TestEmulator.StartAsync(new OpperEmulatorOptions { IndexingTime = TimeSpan.FromSeconds(5), TimeProvider = clock });
        var knowledge = slow.CreateClient().Knowledge;
        var id = (await knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "slow" })).Id;
        await knowledge.UploadFileAsync(id, new MemoryStream("text"u8.ToArray()), "a.txt", new UploadFileOptions { Route = KnowledgeUploadRoute.Direct });

        var before = (await knowledge.ListFilesAsync(id)).Data.Single().Status;
        clock.Advance(TimeSpan.FromSeconds(5));
        var after = (await knowledge.ListFilesAsync(id)).Data.Single().Status;

        Assert.That((before, after), Is.EqualTo(("indexing", "success")));
    }

    [Test]
    public async Task Storage_rejects_a_request_with_the_key()
    {
        var form = await _opper.Knowledge.GetUploadUrlAsync(_id, "a.txt");
        var put = await _opper.Knowledge.GetUploadUrlReferenceFormAsync(_id, "a.txt");
        using var post = new HttpRequestMessage(HttpMethod.Post, form.Url) { Content = Form(form, [1]) };
        using var upload = new HttpRequestMessage(HttpMethod.Put, put.Url) { Content = new ByteArrayContent([1]) };
        foreach (var request in new[] { post, upload })
        {
            request.Headers.Authorization = new("Bearer", _emulator.ApiKey);
            using var answer = await _http.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("must not carry an Authorization header"));
        }
    }

    [TestCase("policy", null, HttpStatusCode.BadRequest)]
    [TestCase("x-amz-signature", "00ff", HttpStatusCode.Forbidden)]
    [TestCase("key", "another/key", HttpStatusCode.Forbidden)]
    [TestCase("extra", "1", HttpStatusCode.Forbidden)]
    public async Task Storage_accepts_a_form_only_with_its_signed_fields(string field, string? value, HttpStatusCode expected)
    {
        var place = await _opper.Knowledge.GetUploadUrlAsync(_id, "a.txt");
        place.Fields!.Remove(field);
        if (value is not null)
        {
            place.Fields[field] = value;
        }

        using var answer = await _http.PostAsync(place.Url, Form(place, [1]));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Storage_requires_the_file_to_be_the_last_part()
    {
        var place = await _opper.Knowledge.GetUploadUrlAsync(_id, "a.txt");
        using var form = Form(place, [1]);
        form.Add(new StringContent("late"), "late");

        using var answer = await _http.PostAsync(place.Url, form);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Presigned_URLs_expire_after_an_hour_and_cannot_be_tampered_with()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var timed = await TestEmulator.StartAsync(new OpperEmulatorOptions { TimeProvider = clock });
        var knowledge = timed.CreateClient().Knowledge;
        var id = (await knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "k" })).Id;
        var form = await knowledge.GetUploadUrlAsync(id, "a.txt");
        var put = await knowledge.GetUploadUrlReferenceFormAsync(id, "a.txt");

        using var changed = await _http.PutAsync(put.Url.Replace("expires=", "expires=9", StringComparison.Ordinal), new ByteArrayContent([1]));
        clock.Advance(TimeSpan.FromHours(1));
        using var lateForm = await _http.PostAsync(form.Url, Form(form, [1]));
        using var latePut = await _http.PutAsync(put.Url, new ByteArrayContent([1]));

        Assert.That(new[] { changed.StatusCode, lateForm.StatusCode, latePut.StatusCode }, Is.All.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await latePut.Content.ReadAsStringAsync(), Does.Contain("expired"));
    }

    [Test]
    public async Task Files_above_the_limit_are_rejected_on_every_route()
    {
        var large = new byte[(1024 * 1024) + 1];
        var form = await _opper.Knowledge.GetUploadUrlAsync(_id, "a.txt");
        var put = await _opper.Knowledge.GetUploadUrlReferenceFormAsync(_id, "a.txt");

        using var posted = await _http.PostAsync(form.Url, Form(form, large));
        using var sent = await _http.PutAsync(put.Url, new ByteArrayContent(large));
        var direct = await Assert.CatchAsync<OpperApiException>(
            () => _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(large), "a.txt", new UploadFileOptions { Route = KnowledgeUploadRoute.Direct }));

        Assert.That(new[] { posted.StatusCode, sent.StatusCode, direct!.StatusCode }, Is.All.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Registering_a_file_that_was_not_uploaded_is_rejected()
    {
        var place = await _opper.Knowledge.GetUploadUrlAsync(_id, "a.txt");

        var empty = await Assert.CatchAsync<OpperBadRequestException>(() => Register(place.Id!));
        await Assert.CatchAsync<OpperNotFoundException>(() => Register("0b0b0b0b-0000-4000-8000-000000000000"));

        Assert.That(empty!.Detail, Is.EqualTo($"No content was sent to the upload URL of file {place.Id}"));

        Task Register(string id) =>
            _opper.Knowledge.RegisterFileAsync(_id, new RegisterFileRequest { FileId = id, FileName = "a.txt", ContentType = "text/plain" });
    }

    [Test]
    public async Task All_errors_of_an_invalid_upload_form_are_reported()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("many"), "text_processing.chunk_size" },
            { new StringContent("[1]"), "metadata" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_emulator.BaseAddress, $"/v2/knowledge/{_id}/upload")) { Content = form };
        request.Headers.Authorization = new("Bearer", _emulator.ApiKey);

        using var answer = await _http.SendAsync(request);
        var detail = (JArray)JObject.Parse(await answer.Content.ReadAsStringAsync())["detail"]!;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(detail.Select(d => (string?)d["loc"]![1]), Is.EquivalentTo(new[] { "file", "text_processing.chunk_size", "metadata" }));
    }

    [Test]
    public async Task The_options_of_an_upload_are_applied_to_the_document()
    {
        var file = await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat(Story, 20)))),
            "long.txt", new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, ChunkSize = 100, ChunkOverlap = 0, Metadata = new { lang = "en" } });
        var document = await _opper.Knowledge.GetDocumentAsync(_id, file.Key);

        Assert.That(document.Segments.Select(s => s.Content.Length), Has.All.LessThanOrEqualTo(100));
        Assert.That(((string?)document.Metadata!["lang"], (string?)file.Metadata!["lang"]), Is.EqualTo(("en", "en")));
        Assert.That(document.Segments, Has.Count.GreaterThan(10));
    }

    [Test]
    public async Task A_download_returns_the_same_bytes()
    {
        var content = Samples.Pdf(Story);
        var file = await _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(content), "story.pdf",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, ContentType = "application/pdf" });

        var link = await _opper.Knowledge.GetDownloadUrlAsync(_id, file.Id);
        using var answer = await _http.GetAsync(link.Url);

        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
        Assert.That((link.ExpiresIn, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName),
            Is.EqualTo((3600, "application/pdf", "story.pdf")));
    }

    [Test]
    public async Task Deleting_a_file_deletes_its_document_and_vice_versa()
    {
        var first = await UploadAsync("first.txt", new { n = 1 });
        var second = await UploadAsync("second.txt", new { n = 2 });
        var link = await _opper.Knowledge.GetDownloadUrlAsync(_id, first.Id);

        await _opper.Knowledge.DeleteFileAsync(_id, first.Id);
        var left = await _opper.Knowledge.QueryAsync(_id, new QueryKnowledgeRequest { Query = Story });
        using var gone = await _http.GetAsync(link.Url);
        await _opper.Knowledge.DeleteDocumentsAsync(_id,
            new DeleteDocumentsRequest { Filters = [new KnowledgeFilter { Field = "n", Operation = FilterOperation.Equal, Value = 2 }] });

        Assert.That((left.Single().Key, gone.StatusCode), Is.EqualTo((second.Key, HttpStatusCode.NotFound)));
        Assert.That((await _opper.Knowledge.ListFilesAsync(_id)).Data, Is.Empty);
        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Knowledge.DeleteFileAsync(_id, first.Id));
    }

    [Test]
    public async Task A_second_file_of_the_same_name_does_not_replace_the_first()
    {
        var first = await UploadAsync("same.txt", null);
        var second = await UploadAsync("same.txt", null);

        Assert.That(second.Key, Is.Not.EqualTo(first.Key));
        Assert.That(second.DocumentId, Is.GreaterThan(first.DocumentId));
        Assert.That((await _opper.Knowledge.GetAsync(_id)).Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Files_are_listed_in_pages_and_deleted_with_their_knowledge_base()
    {
        for (var i = 0; i < 5; i++)
        {
            await UploadAsync($"{i}.txt", null);
        }

        var page = await _opper.Knowledge.ListFilesAsync(_id, offset: 3, limit: 2);
        var link = await _opper.Knowledge.GetDownloadUrlAsync(_id, page.Data.First().Id);
        await _opper.Knowledge.DeleteAsync(_id);
        using var gone = await _http.GetAsync(link.Url);

        Assert.That((page.Meta.TotalCount, string.Join(" ", page.Data.Select(f => f.OriginalFileName))), Is.EqualTo((5, "3.txt 4.txt")));
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Knowledge.ListFilesAsync(_id));
    }

    [Test]
    public async Task Files_and_signed_URLs_survive_a_restart()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.db");
        try
        {
            string id;
            string pathAndQuery;
            await using (var first = await TestEmulator.StartAsync(new OpperEmulatorOptions { DataPath = path }))
            {
                var knowledge = first.CreateClient().Knowledge;
                id = (await knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "kept" })).Id;
                var file = await knowledge.UploadFileAsync(id, new MemoryStream(Encoding.UTF8.GetBytes(Story)), "story.txt",
                    new UploadFileOptions { Route = KnowledgeUploadRoute.Direct });
                pathAndQuery = new Uri((await knowledge.GetDownloadUrlAsync(id, file.Id)).Url).PathAndQuery;
            }

            await using var second = await TestEmulator.StartAsync(new OpperEmulatorOptions { DataPath = path });
            var again = second.CreateClient().Knowledge;

            Assert.That((await again.ListFilesAsync(id)).Data.Single().Status, Is.EqualTo("success"));
            Assert.That((await again.QueryAsync(id, new QueryKnowledgeRequest { Query = "brass key" })).Single().Key, Is.EqualTo("story.txt"));
            Assert.That(await _http.GetStringAsync(new Uri(second.BaseAddress, pathAndQuery)), Is.EqualTo(Story));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static MultipartFormDataContent Form(UploadUrl place, byte[] content)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in place.Fields!)
        {
            form.Add(new StringContent(value!.ToString()!), name);
        }

        form.Add(new ByteArrayContent(content), "file", "a.txt");
        return form;
    }

    private Task<RegisteredFile> UploadAsync(string name, object? metadata) =>
        _opper.Knowledge.UploadFileAsync(_id, new MemoryStream(Encoding.UTF8.GetBytes(Story)), name,
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, Metadata = metadata });
}
