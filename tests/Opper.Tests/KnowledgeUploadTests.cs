using System.Net;
using System.Text;
using Opper.Knowledge;

namespace Opper.Tests;

/// <summary>What UploadFileAsync sends: to the API, and to the storage behind a presigned URL.</summary>
public sealed class KnowledgeUploadTests
{
    private const string Form =
        """{"url": "https://bucket.example.test/kb?x=1", "fields": {"key": "kb/manual.pdf", "n": 5, "x-amz-signature": "00ff"}, "id": "f1"}""";
    private const string Put = """{"url": "https://bucket.example.test/x?sig=secret", "upload_id": "u1"}""";
    private const string Registered = """{"id": "f1", "key": "manual.pdf", "original_filename": "manual.pdf", "document_id": 4711}""";

    private static readonly byte[] Content = "%PDF-1.7 bytes"u8.ToArray();

    [Test]
    public async Task A_form_has_its_fields_in_order_and_the_file_last()
    {
        using var client = Answering(Form, Ok(), Registered);

        var file = await client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf");

        var sent = client.Sent[1];
        var boundary = sent.Headers["Content-Type"].Split("boundary=")[1];
        Assert.That((sent.Method, sent.Url, file.DocumentId), Is.EqualTo(("POST", "https://bucket.example.test/kb?x=1", 4711)));
        Assert.That(sent.Headers["Content-Type"], Is.EqualTo($"multipart/form-data; boundary={boundary}"));
        Assert.That(sent.Body.Replace(boundary, "b", StringComparison.Ordinal).ReplaceLineEndings("\n"), Is.EqualTo("""
            --b
            Content-Disposition: form-data; name="key"

            kb/manual.pdf
            --b
            Content-Disposition: form-data; name="n"

            5
            --b
            Content-Disposition: form-data; name="x-amz-signature"

            00ff
            --b
            Content-Type: application/pdf
            Content-Disposition: form-data; name="file"; filename="manual.pdf"

            %PDF-1.7 bytes
            --b--

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task Without_form_fields_the_file_is_sent_with_PUT()
    {
        using var client = Answering("""{"url": "https://bucket.example.test/x?sig=secret", "id": "f1"}""", Ok(), Registered);

        await client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf");

        Assert.That((client.Sent[1].Method, client.Sent[1].Body), Is.EqualTo(("PUT", "%PDF-1.7 bytes")));
        Assert.That((client.Sent[1].Headers["Content-Type"], client.Sent[1].Headers["Content-Length"]), Is.EqualTo(("application/pdf", "14")));
        Assert.That(client.Sent[2].Url, Does.EndWith("/register_file"));
    }

    [Test]
    public async Task A_name_with_control_characters_is_escaped_so_that_the_part_keeps_its_name([Range(0, 31)] int code)
    {
        using var client = Answering(Form, Ok(), Registered);

        await client.Opper.Knowledge.UploadFileAsync("k1", Content, $"a{(char)code}b\u007F\"c.pdf");

        Assert.That(client.Sent[1].Body, Does.Contain($"Content-Disposition: form-data; name=\"file\"; filename=\"a%{code:X2}b%7F%22c.pdf\""));
    }

    [TestCase(Form)]
    [TestCase("""{"url": "https://bucket.example.test/x", "id": "f1"}""")]
    public async Task No_headers_of_the_client_are_sent_to_the_storage(string target)
    {
        using var client = Answering(options => options.DefaultHeaders["X-Team"] = "blue", target, Ok(), Registered);
        var options = new RequestOptions { Headers = { ["X-Call"] = "1" }, Query = { ["beta"] = "1" } };

        await client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf", options: options);

        Assert.That(client.Sent[1].Headers.Keys, Is.SubsetOf(new[] { "Content-Type", "Content-Length", "Content-Disposition" }));
        Assert.That(client.Sent[1].Url, Does.Not.Contain("beta"));
        Assert.That(client.Sent[2].Headers.Keys, Is.SupersetOf(new[] { "Authorization", "X-Team", "X-Call" }));
    }

    [Test]
    public async Task The_registration_contains_the_upload_options()
    {
        using var client = Answering(Form, Ok(), Registered);

        await client.Opper.Knowledge.UploadFileAsync("k1", Content, "notes.md", new UploadFileOptions { ChunkSize = 1000, Metadata = new { lang = "en" } });

        Assert.That(client.Sent[0].Url, Does.EndWith("/upload_url?filename=notes.md"));
        Assert.That(client.Sent[2].Body,
            Is.EqualTo(
                """{"filename":"notes.md","file_id":"f1","content_type":"text/markdown","configuration":{"text_processing.chunk_size":1000},"metadata":"""
                + """{"lang":"en"}}"""));
    }

    [Test]
    public async Task The_reference_form_of_upload_is_used_only_if_allowed()
    {
        using var strict = Answering(NotFound);
        using var lenient = Answering(NotFound, Put, Ok(), Registered);

        await Assert.CatchAsync<OpperNotFoundException>(() => strict.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf"));
        await lenient.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf", new UploadFileOptions { AllowReferenceForm = true });

        Assert.That(strict.Sent, Has.Count.EqualTo(1));
        Assert.That(lenient.Sent.Select(s => $"{s.Method} {new Uri(s.Url).AbsolutePath}"), Is.EqualTo(new[]
        {
            "GET /v2/knowledge/k1/upload_url", "GET /v2/knowledge/k1/upload-url", "PUT /x", "POST /v2/knowledge/k1/upload",
        }));
        Assert.That(lenient.Sent[3].Body, Is.EqualTo("""{"upload_id":"u1","filename":"manual.pdf"}"""));
    }

    [Test]
    public async Task Options_without_a_reference_form_are_rejected_before_the_file_is_sent()
    {
        using var client = Answering(Put, Ok(), Registered);

        var refused = await Assert.CatchAsync<NotSupportedException>(
            () => client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf", new UploadFileOptions { Metadata = new { lang = "en" } }));

        Assert.That(refused!.Message, Does.Contain("Direct"));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [TestCase(503)]
    [TestCase(500)]
    public async Task A_seekable_file_is_sent_again_on_retry(int status)
    {
        using var client = Answering(Form, () => TestClient.Response("<Error/>", status, "application/xml"), Ok(), Registered);

        await client.Opper.Knowledge.UploadFileAsync("k1", new MemoryStream(Content), "manual.pdf");

        Assert.That(client.Sent.Select(s => s.Method), Is.EqualTo(new[] { "GET", "POST", "POST", "POST" }));
        Assert.That(client.Sent[2].Body, Does.Contain("%PDF-1.7 bytes"));
    }

    [Test]
    public async Task A_file_that_is_not_seekable_is_sent_once()
    {
        using var client = Answering(Form, () => TestClient.Response("<Error/>", 503, "application/xml"));

        await Assert.CatchAsync<OpperServerException>(
            () => client.Opper.Knowledge.UploadFileAsync("k1", new OneWayStream(Content), "manual.pdf", new UploadFileOptions { Length = Content.Length }));

        Assert.That(client.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_error_of_the_storage_does_not_contain_the_URL()
    {
        using var client = Answering(Put.Replace("upload_id", "id", StringComparison.Ordinal),
            () => TestClient.Response("<Error><Code>AccessDenied</Code></Error>", 403, "application/xml"));

        var refused = await Assert.CatchAsync<OpperApiException>(() => client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf"));

        Assert.That(refused!.Message, Does.Contain("presigned URL"));
        Assert.That(refused.ToString(), Does.Not.Contain("secret"));
        Assert.That(refused.Body, Does.Contain("AccessDenied"));
    }

    [TestCase("http://bucket.example.test/x?sig=secret")]
    [TestCase("ftp://bucket.example.test/x?sig=secret")]
    [TestCase("/x?sig=secret")]
    public async Task Nothing_is_sent_to_an_unsafe_upload_URL(string url)
    {
        using var client = Answering($$"""{"url": "{{url}}", "id": "f1"}""");

        var refused = await Assert.CatchAsync<InvalidOperationException>(() => client.Opper.Knowledge.UploadFileAsync("k1", Content, "manual.pdf"));

        Assert.That(refused!.Message, Does.Contain("https").And.Not.Contain("secret"));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stream_of_unknown_length_is_uploaded_to_the_API_directly()
    {
        using var client = Answering(Registered);

        await client.Opper.Knowledge.UploadFileAsync("k1", new OneWayStream(Content), "manual.pdf", new UploadFileOptions { ChunkOverlap = 5 });

        Assert.That(client.Sent.Single().Url, Does.EndWith("/v2/knowledge/k1/upload"));
        Assert.That(client.Sent.Single().Body, Does.Contain("application/pdf").And.Contain("text_processing.chunk_overlap").And.Contain("%PDF-1.7 bytes"));
        Assert.That(client.Sent.Single().Headers, Does.ContainKey("Authorization"));
    }

    [Test]
    public async Task The_presigned_route_requires_a_length()
    {
        using var client = Answering(Form);

        var refused = await Assert.CatchAsync<ArgumentException>(() => client.Opper.Knowledge.UploadFileAsync("k1", new OneWayStream(Content), "manual.pdf",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Presigned }));

        Assert.That(refused!.Message, Does.Contain("Length"));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public async Task A_missing_file_is_reported_by_name_before_sending()
    {
        using var client = Answering(Form);

        var missing = await Assert.CatchAsync<FileNotFoundException>(() => client.Opper.Knowledge.UploadFileAsync("k1", "/no/such/manual.pdf"));

        Assert.That(missing!.Message, Does.Contain("/no/such/manual.pdf"));
        Assert.That(client.Sent, Is.Empty);
    }

    [TestCase(13, "longer")]
    [TestCase(15, "shorter than")]
    public async Task A_file_whose_length_differs_from_the_declared_one_is_not_registered(int length, string problem)
    {
        using var client = Answering(Form, Ok(), Registered);

        var changed = await Assert.CatchAsync<InvalidOperationException>(
            () => client.Opper.Knowledge.UploadFileAsync("k1", new OneWayStream(Content), "manual.pdf", new UploadFileOptions { Length = length }));

        Assert.That(changed!.Message, Does.Contain(problem));
        Assert.That(client.Sent.Select(s => s.Url), Has.None.Contains("register_file"));
    }

    [Test]
    public async Task Progress_reports_all_bytes()
    {
        using var client = Answering(Form, Ok(), Registered);
        var seen = new Recorded<long>();

        await client.Opper.Knowledge.UploadFileAsync("k1", new byte[200_000], "zeros.bin", progress: seen);

        Assert.That(seen.Values, Is.Ordered.And.Unique);
        Assert.That((seen.Values.Count > 1, seen.Values[^1]), Is.EqualTo((true, 200_000L)));
    }

    [TestCase(KnowledgeUploadRoute.Direct)]
    [TestCase(KnowledgeUploadRoute.Presigned)]
    public async Task A_stream_is_read_from_its_current_position_and_left_open(KnowledgeUploadRoute route)
    {
        using var client = route == KnowledgeUploadRoute.Direct ? Answering(Registered) : Answering(Form, Ok(), Registered);
        using var stream = new MemoryStream("skip this: the rest"u8.ToArray()) { Position = 11 };

        await client.Opper.Knowledge.UploadFileAsync("k1", stream, "a.txt", new UploadFileOptions { Route = route });

        Assert.That(client.Sent.Single(s => s.Body.Contains("the rest", StringComparison.Ordinal)).Body, Does.Not.Contain("skip this"));
        Assert.That(stream.CanRead, Is.True);
    }

    [Test]
    public async Task An_invalid_content_type_is_rejected()
    {
        using var client = Answering(Form);

        Assert.That(await Assert.CatchAsync<ArgumentException>(() => client.Opper.Knowledge.UploadFileAsync("k1", Content, "a.txt",
            new UploadFileOptions { ContentType = "pdf" })), Has.Message.Contain("ContentType"));
        Assert.That(client.Sent, Is.Empty);
    }

    private static TestClient Answering(params object[] answers) => Answering(null, answers);

    // A string is a 200 with JSON, anything else creates its response.
    private static TestClient Answering(Action<OpperClientOptions>? configure, params object[] answers) =>
        TestClient.AnsweringInTurn(configure, [.. answers.Select(a => a as Func<HttpResponseMessage> ?? (() => TestClient.Response((string)a)))]);

    private static Func<HttpResponseMessage> Ok() => () => new HttpResponseMessage(HttpStatusCode.NoContent);

    private static HttpResponseMessage NotFoundAnswer() => TestClient.Response("""{"detail": "Not Found"}""", 404);

    private static Func<HttpResponseMessage> NotFound => NotFoundAnswer;

    /// <summary>A stream that can be read only once, and has no length.</summary>
    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
