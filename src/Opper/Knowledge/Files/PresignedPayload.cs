using System.Net.Http.Headers;

namespace Opper.Knowledge;

/// <summary>A file as a presigned URL wants it: as a form where fields came with it, as the plain body of a PUT where not.</summary>
internal sealed class PresignedPayload(IDictionary<string, RawJson?>? fields, FileSource file, string fileName, string contentType) : RequestPayload
{
    public bool IsForm => fields is not null;

    public override bool CanReplay => file.CanRewind;

    /// <summary>Told of every piece of the attempt at hand.</summary>
    public Action<long>? OnProgress { get; set; }

    public CancellationToken CancellationToken { get; set; }

    public override HttpContent CreateContent()
    {
        var content = new FileContent(file, OnProgress, CancellationToken);
        if (fields is null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            return content;
        }

        // Storage looks at nothing that comes after the file.
        var form = FileForm.Create();
        foreach (var field in fields)
        {
            form.AddField(field.Key, field.Value?.ToString() ?? string.Empty);
        }

        form.AddFile(content, fileName, contentType);
        return form;
    }
}
