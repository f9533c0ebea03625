using System.Net.Http.Headers;

namespace Opper.Knowledge;

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
#if NET
        form.HeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8;
#endif
        return form;
    }

    public static void AddField(this MultipartFormDataContent form, string name, string value)
    {
        var field = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(value));
        Describe(field, $"name={Quoted(name)}");
        form.Add(field);
    }

    public static void AddFile(this MultipartFormDataContent form, HttpContent file, string fileName, string contentType)
    {
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
#if NET
        Describe(file, $"name=\"file\"; filename={Quoted(fileName)}");
#else
        // Headers cannot be UTF-8 here: names beyond ASCII go in the two encoded forms that servers may know.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted("file"), FileName = Quoted(fileName) };
        if (fileName.Any(static c => c > 126))
        {
            file.Headers.ContentDisposition.FileNameStar = fileName;
        }
#endif
        form.Add(file);
    }

    // As browsers write it: quoted, and UTF-8 as it is. The typed header would encode names in a way that hardly any server reads.
    private static void Describe(HttpContent part, string names) => part.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; " + names);

    // No header may hold control characters: a name with NUL in it would be left out as a whole.
    private static string Quoted(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or < ' ' or '\u007F' ? "%" + ((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture) : c.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
