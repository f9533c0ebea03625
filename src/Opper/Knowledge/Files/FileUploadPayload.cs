using System.Globalization;

namespace Opper.Knowledge;

/// <summary>The <c>multipart/form-data</c> payload of a direct upload to the API.</summary>
internal sealed class FileUploadPayload : RequestPayload
{
    private readonly FileSource _file;
    private readonly string _fileName;
    private readonly string _contentType;
    private readonly UploadFileOptions _options;
    private readonly IProgress<long>? _progress;

    public FileUploadPayload(FileSource file, string fileName, UploadFileOptions? options, IProgress<long>? progress = null)
    {
        ThrowIf.Blank(fileName);
        _file = file;
        _fileName = fileName;
        _options = options ?? new UploadFileOptions();
        _contentType = _options.ContentTypeOf(fileName);
        _progress = progress;
    }

    public override bool CanReplay => _file.CanRewind;

    public override HttpContent CreateContent()
    {
        var form = FileForm.Create();
        form.AddFile(new FileContent(_file, _progress is null ? null : _progress.Report, CancellationToken.None), _fileName, _contentType);
        AddText(form, "text_processing.chunk_size", _options.ChunkSize?.ToString(CultureInfo.InvariantCulture));
        AddText(form, "text_processing.chunk_overlap", _options.ChunkOverlap?.ToString(CultureInfo.InvariantCulture));
        AddText(form, "metadata",
            _options.Metadata is { } metadata ? JsonWrite.Text(metadata is string text ? JsonOutput.ParseObject(text, "Metadata") : metadata) : null);
        return form;
    }

    private static void AddText(MultipartFormDataContent form, string name, string? value)
    {
        if (value is not null)
        {
            form.AddField(name, value);
        }
    }
}
