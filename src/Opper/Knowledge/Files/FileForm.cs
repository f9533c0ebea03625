using System.Net.Http.Headers;

namespace Opper;

/// <summary>The parts of <c>multipart/form-data</c>, written as strict servers of files want them.</summary>
internal static class FileForm
{
    public static MultipartFormDataContent Create()
    {
        var boundary = Guid.NewGuid().ToString("N");
        var form = new MultipartFormDataContent(boundary);
        // The boundary is written in quotation marks otherwise, which not every server understands.
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + boundary);
        return form;
    }

    public static void AddField(this MultipartFormDataContent form, string name, string value)
    {
        var field = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(value));
        field.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted(name) };
        form.Add(field);
    }

    public static void AddFile(this MultipartFormDataContent form, HttpContent file, string fileName, string contentType)
    {
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        // Some servers read unquoted names wrongly.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted("file"), FileName = Quoted(fileName) };
        form.Add(file);
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A") + "\"";
}
