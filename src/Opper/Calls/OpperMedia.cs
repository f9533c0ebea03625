using System.Buffers;
using System.Buffers.Text;

namespace Opper;

/// <summary>
/// An image, a sound, a PDF or another file as part of an <c>input</c>, at any place in it:
/// <c>Input = new { question = "What is this?", picture = OpperMedia.FromFile("x.png") }</c>. The API wants such a file as a data URL,
/// <c>{"_opper_media_input": "data:image/png;base64,…"}</c>, which is written when the request is.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<OpperMedia>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<OpperMedia>))]
public sealed class OpperMedia : IJsonValue<OpperMedia>
{
    private OpperMedia()
        : this([], string.Empty)
    {
    }

    private OpperMedia(byte[] content, string mimeType)
    {
        Content = content;
        MimeType = mimeType;
    }

    /// <summary>What kind of file it is, such as <c>image/png</c>.</summary>
    public string MimeType { get; }

    /// <summary>Its size in bytes.</summary>
    public int Length => Content.Length;

    internal byte[] Content { get; }

    /// <summary>Reads a file, whose kind its extension tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mimeType">What kind of file it is, where the extension does not tell.</param>
    /// <returns>The file's content.</returns>
    /// <exception cref="ArgumentException">The path is blank, its extension is not known and no <paramref name="mimeType"/> was given, or that is not valid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OpperMedia FromFile(string path, string? mimeType = null)
    {
        var kind = KindOf(path, mimeType);
        return new OpperMedia(File.ReadAllBytes(path), kind);
    }

    /// <summary>Takes content that is in memory.</summary>
    /// <param name="content">The content. It is not copied.</param>
    /// <param name="mimeType">What kind of file it is, such as <c>image/png</c>.</param>
    /// <returns>The content as an input.</returns>
    /// <exception cref="ArgumentException">The mime type is not valid.</exception>
    public static OpperMedia FromBytes(byte[] content, string mimeType)
    {
        ThrowIf.Null(content);
        return new OpperMedia(content, MimeTypes.Check(mimeType, nameof(mimeType)));
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream. It is read from where it stands and left open.</param>
    /// <param name="mimeType">What kind of file it is, such as <c>image/png</c>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The stream's content.</returns>
    /// <exception cref="ArgumentException">The mime type is not valid, or the stream cannot be read.</exception>
    public static async Task<OpperMedia> FromStreamAsync(Stream stream, string mimeType, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(stream);
        var kind = MimeTypes.Check(mimeType, nameof(mimeType));
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read.", nameof(stream));
        }

        using var content = new MemoryStream(stream.CanSeek ? checked((int)Math.Max(0, stream.Length - stream.Position)) : 0);
        await stream.CopyToAsync(content, 81920, cancellationToken).ConfigureAwait(false);
        return new OpperMedia(content.TryGetBuffer(out var whole) && whole.Count == whole.Array!.Length ? whole.Array : content.ToArray(), kind);
    }

    /// <summary>Names the kind and the size.</summary>
    /// <returns>Such as <c>image/png, 1024 bytes</c>.</returns>
    public override string ToString() => $"{MimeType}, {Length} bytes";

    OpperMedia IJsonValue<OpperMedia>.Read(ref System.Text.Json.Utf8JsonReader reader, ref JsonSource source) => throw new NotSupportedException($"{nameof(OpperMedia)} is for inputs only.");

    void IJsonWritable.Write(JsonOutput output)
    {
        output.Writer.WriteStartObject();
        output.Writer.WritePropertyName("_opper_media_input"u8);
        var start = "\"data:" + MimeType + ";base64,";
        var length = start.Length + Base64.GetMaxEncodedToUtf8Length(Content.Length) + 1;
        var json = ArrayPool<byte>.Shared.Rent(length);
        // Neither base64 nor a mime type needs escaping.
        var written = System.Text.Encoding.UTF8.GetBytes(start, 0, start.Length, json, 0);
        Base64.EncodeToUtf8(Content, json.AsSpan(written), out _, out var encoded);
        written += encoded;
        json[written++] = (byte)'"';
        output.Writer.WriteRawValue(json.AsSpan(0, written), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(json);
        output.Writer.WriteEndObject();
    }

    private static string KindOf(string path, string? mimeType)
    {
        ThrowIf.Blank(path);
        return mimeType is null ? MimeTypes.OfMedia(path, nameof(path)) : MimeTypes.Check(mimeType, nameof(mimeType));
    }
}
