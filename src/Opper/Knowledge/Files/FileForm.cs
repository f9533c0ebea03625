using System.Net.Http.Headers;

namespace Opper.Knowledge;

/// <summary>Creates <c>multipart/form-data</c> content in the form that strict storage servers accept.</summary>
internal static class FileForm
{
    public static MultipartFormDataContent Create()
    {
        var boundary = Guid.NewGuid().ToString("N");
        var form = new MultipartFormDataContent(boundary);
        // The default quotes the boundary, which some servers do not accept.
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
        // Headers cannot be UTF-8 here, so non-ASCII names are sent in both encoded forms.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted("file"), FileName = Quoted(fileName) };
        if (fileName.Any(static c => c > 126))
        {
            file.Headers.ContentDisposition.FileNameStar = fileName;
        }
#endif
        form.Add(file);
    }

    // Quoted raw UTF-8, as in browsers. ContentDispositionHeaderValue would use RFC 2047 encoding, which few servers support.
    private static void Describe(HttpContent part, string names) => part.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; " + names);

    // Control characters are escaped, because a header that contains one is not sent.
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
