using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Opper;

/// <summary>A file as <c>multipart/form-data</c>, streamed from where it stands.</summary>
internal sealed class FileUploadPayload : RequestPayload
{
    private readonly Stream _file;
    private readonly long _start;
    private readonly string _fileName;
    private readonly KnowledgeUploadOptions? _options;

    public FileUploadPayload(Stream file, string fileName, KnowledgeUploadOptions? options)
    {
        ThrowIf.Null(file);
        ThrowIf.Blank(fileName);
        if (!file.CanRead)
        {
            throw new ArgumentException("The file's stream cannot be read; was it closed?", nameof(file));
        }

        _file = file;
        _start = file.CanSeek ? file.Position : 0;
        _fileName = fileName;
        _options = options;
    }

    public override bool CanReplay => _file.CanSeek;

    public override HttpContent CreateContent()
    {
        if (_file.CanSeek)
        {
            _file.Position = _start;
        }

        var form = new MultipartFormDataContent();
        var file = new KeptOpenContent(_file, _file.CanSeek ? _file.Length - _start : null);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(_options?.ContentType ?? "application/octet-stream");
        // Some servers read unquoted names wrongly.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"" + _fileName.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A") + "\"" };
        form.Add(file);
        AddText(form, "text_processing.chunk_size", _options?.ChunkSize?.ToString(CultureInfo.InvariantCulture));
        AddText(form, "text_processing.chunk_overlap", _options?.ChunkOverlap?.ToString(CultureInfo.InvariantCulture));
        AddText(form, "metadata", _options?.Metadata is { } metadata ? OpperJson.WriteString(metadata) : null);
        return form;
    }

    private static void AddText(MultipartFormDataContent form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new StringContent(value), "\"" + name + "\"");
        }
    }

    /// <summary>Copies a stream that stays its owner's: <see cref="StreamContent"/> would close it after the first attempt.</summary>
    private sealed class KeptOpenContent(Stream source, long? length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => source.CopyToAsync(stream);

#if NET
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
            => source.CopyToAsync(stream, cancellationToken);
#endif

        protected override bool TryComputeLength(out long computed)
        {
            computed = length ?? 0;
            return length is not null;
        }
    }
}
