using System.Net.Http.Headers;

namespace Opper.Knowledge;

/// <summary>The payload for a presigned URL: a form if the API returned form fields, otherwise the body of a PUT.</summary>
internal sealed class PresignedPayload(IDictionary<string, RawJson?>? fields, FileSource file, string fileName, string contentType) : RequestPayload
{
    public bool IsForm => fields is not null;

    public override bool CanReplay => file.CanRewind;

    /// <summary>Called with the number of bytes sent by the current attempt.</summary>
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

        // Storage ignores fields after the file.
        var form = FileForm.Create();
        foreach (var field in fields)
        {
            form.AddField(field.Key, field.Value?.ToString() ?? string.Empty);
        }

        form.AddFile(content, fileName, contentType);
        return form;
    }
}
