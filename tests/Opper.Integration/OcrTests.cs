using Opper.Emulator;
using Opper.Knowledge;
using Opper.Ocr;

namespace Opper.Integration;

/// <summary>The OCR of the emulator.</summary>
public sealed class OcrTests : EmulatorFixture
{
    [Test]
    public async Task The_text_layer_of_a_pdf_is_read_page_by_page()
    {
        var pdf = Samples.Pdf("Page one says hello.", "Page two says goodbye.");

        var read = await ReadAsync(new OcrDocument { Type = OcrDocumentType.Base64, Content = Convert.ToBase64String(pdf) });

        Assert.That(read.Pages.Select(p => (p.Index, p.Markdown)), Is.EqualTo(new[] { (0, "Page one says hello."), (1, "Page two says goodbye.") }));
        Assert.That(read.Pages.Select(p => (p.Dimensions!.Width, p.Dimensions.Height, p.Dimensions.Dpi)), Is.All.EqualTo((595, 842, 72)));
        Assert.That((read.UsageInfo.PagesProcessed, read.UsageInfo.DocSizeBytes, read.Model), Is.EqualTo((2, pdf.Length, "mistral/mistral-ocr-latest")));
        Assert.That(read.Cost!.Total, Is.GreaterThan(0));
    }

    [Test]
    public async Task Only_the_requested_pages_are_read()
    {
        var url = "data:application/pdf;base64," + Convert.ToBase64String(Samples.Pdf("one", "two", "three"));

        var read = await ReadAsync(new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url }, 2, 0);
        var refused = await Assert.CatchAsync<OpperValidationException>(
            () => ReadAsync(new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url }, 3));

        Assert.That(read.Pages.Select(p => (p.Index, p.Markdown)), Is.EqualTo(new[] { (2, "three"), (0, "one") }));
        Assert.That(refused!.ValidationIssues.Single().Msg, Does.Contain("0 to 2"));
    }

    [Test]
    public async Task A_document_on_loopback_is_fetched()
    {
        var id = (await Client.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "k" })).Id;
        var file = await Client.Knowledge.UploadFileAsync(id, new MemoryStream("<h1>Head</h1><ul><li>one<li>two</ul><p>End"u8.ToArray()), "a.html",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, ContentType = "text/html" });
        var link = await Client.Knowledge.GetDownloadUrlAsync(id, file.Id);

        var read = await ReadAsync(new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = link.Url });

        Assert.That(read.Pages.Single().Markdown, Is.EqualTo("# Head\n\n- one\n- two\n\nEnd"));
    }

    [TestCase("<title>T</title><p>a  b<br>c</p>", "# T\n\na b\nc")]
    [TestCase("<h2>H</h2><pre>a\n\n  b</pre><p>c - d", "## H\n\na\n\n  b\n\nc - d")]
    [TestCase("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "| A | B\n| 1 | 2")]
    [TestCase("<ul><li><p>one</p><li>two</ul><div hidden>x</div><script>y</script>", "- one\n\n- two")]
    public async Task The_structure_of_HTML_is_kept(string html, string markdown)
    {
        var url = "data:text/html;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(html));

        var read = await ReadAsync(new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url });

        Assert.That(read.Pages.Single().Markdown, Is.EqualTo(markdown));
    }

    [Test]
    public async Task An_image_is_reported_as_unreadable()
    {
        var read = await ReadAsync(new OcrDocument
        {
            Type = OcrDocumentType.ImageUrl,
            ImageUrl = "data:image/png;base64," + Convert.ToBase64String(Samples.Png),
        });

        Assert.That(read.Pages.Single().Markdown, Does.Contain("does not read images").And.Contain("3 x 2 pixels"));
        Assert.That((read.Pages.Single().Dimensions!.Width, read.Pages.Single().Dimensions!.Height), Is.EqualTo((3, 2)));
    }

    [TestCase("document_url", "https://example.test/a.pdf", "makes no requests to other machines")]
    [TestCase("document_url", "file:///etc/hosts", "http or https")]
    [TestCase("document_url", "http://127.0.0.1:9/none", "could not be fetched")]
    [TestCase("document_url", "data:text/plain,hello", "base64")]
    [TestCase("base64", "%%%", "not valid base64")]
    [TestCase("base64", "AAEC/w==", "reads only text")]
    public async Task A_document_that_cannot_be_loaded_is_rejected_with_the_reason(string type, string value, string reason)
    {
        var document = type == "base64"
            ? new OcrDocument { Type = OcrDocumentType.Base64, Content = value }
            : new OcrDocument { Type = OcrDocumentType.DocumentUrl, DocumentUrl = value };

        var refused = await Assert.CatchAsync<OpperBadRequestException>(() => ReadAsync(document));

        Assert.That(refused!.Detail, Does.Contain(reason));
    }

    [Test]
    public async Task A_missing_document_is_reported_by_name()
    {
        var refused = await Assert.CatchAsync<OpperValidationException>(() => ReadAsync(new OcrDocument { Type = OcrDocumentType.Base64 }));

        Assert.That(string.Join(".", refused!.ValidationIssues.Single().Loc!), Is.EqualTo("body.document.content"));
    }

    [Test]
    public async Task OCR_models_are_listed_and_OCR_calls_count_as_usage()
    {
        var models = await Client.Ocr.ListModelsAsync();
        await ReadAsync(new OcrDocument { Type = OcrDocumentType.Base64, Content = Convert.ToBase64String("Some text."u8.ToArray()) });
        var usage = await Client.Analytics.GetUsageAsync(groupBy: ["function"]);

        Assert.That(models.Data.Single().Name, Is.EqualTo("mistral/mistral-ocr-latest"));
        Assert.That(usage.Single().Count, Is.EqualTo(1));
    }

    private Task<OcrResponse> ReadAsync(OcrDocument document, params int[] pages) =>
        Client.Ocr.ProcessAsync(new OcrRequest { Model = "mistral/mistral-ocr-latest", Document = document, Pages = pages.Length == 0 ? null : pages });
}
