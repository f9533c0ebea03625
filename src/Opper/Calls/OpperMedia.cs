using System.Buffers;
using System.Buffers.Text;

namespace Opper;

/// <summary>
/// An image, audio file, PDF or other file anywhere in the <c>input</c> of a call:
/// <c>Input = new { question = "What is this?", picture = OpperMedia.FromFile("x.png") }</c>.
/// It is serialized as a data URL: <c>{"_opper_media_input": "data:image/png;base64,…"}</c>.
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

    /// <summary>The MIME type, such as <c>image/png</c>.</summary>
    public string MimeType { get; }

    /// <summary>The size in bytes.</summary>
    public int Length => Content.Length;

    internal byte[] Content { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="mimeType">The MIME type. Default: inferred from the file extension.</param>
    /// <returns>The media.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank, or the MIME type is invalid or cannot be inferred.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OpperMedia FromFile(string path, string? mimeType = null)
    {
        var kind = KindOf(path, mimeType);
        return new OpperMedia(File.ReadAllBytes(path), kind);
    }

    /// <summary>Creates media from a byte array.</summary>
    /// <param name="content">The content. It is not copied.</param>
    /// <param name="mimeType">The MIME type, such as <c>image/png</c>.</param>
    /// <returns>The media.</returns>
    /// <exception cref="ArgumentException"><paramref name="mimeType"/> is invalid.</exception>
    public static OpperMedia FromBytes(byte[] content, string mimeType)
    {
        ThrowIf.Null(content);
        return new OpperMedia(content, MimeTypes.Check(mimeType, nameof(mimeType)));
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream. It is read from its current position and left open.</param>
    /// <param name="mimeType">The MIME type, such as <c>image/png</c>.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <returns>The media.</returns>
    /// <exception cref="ArgumentException"><paramref name="mimeType"/> is invalid, or <paramref name="stream"/> is not readable.</exception>
    public static async Task<OpperMedia> FromStreamAsync(Stream stream, string mimeType, CancellationToken cancellationToken = default)
    {
        ThrowIf.Null(stream);
        var kind = MimeTypes.Check(mimeType, nameof(mimeType));
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream is not readable.", nameof(stream));
        }

        using var content = new MemoryStream(stream.CanSeek ? checked((int)Math.Max(0, stream.Length - stream.Position)) : 0);
        await stream.CopyToAsync(content, 81920, cancellationToken).ConfigureAwait(false);
        return new OpperMedia(content.TryGetBuffer(out var whole) && whole.Count == whole.Array!.Length ? whole.Array : content.ToArray(), kind);
    }

    /// <summary>Returns the MIME type and the size.</summary>
    /// <returns>A string such as <c>image/png, 1024 bytes</c>.</returns>
    public override string ToString() => $"{MimeType}, {Length} bytes";

    OpperMedia IJsonValue<OpperMedia>.Read(ref System.Text.Json.Utf8JsonReader reader, ref JsonSource source) =>
        throw new NotSupportedException($"{nameof(OpperMedia)} can only be used in inputs.");

    void IJsonWritable.Write(JsonOutput output)
    {
        output.Writer.WriteStartObject();
        output.Writer.WritePropertyName("_opper_media_input"u8);
        var start = "\"data:" + MimeType + ";base64,";
        var length = start.Length + Base64.GetMaxEncodedToUtf8Length(Content.Length) + 1;
        var json = ArrayPool<byte>.Shared.Rent(length);
        // Neither base64 nor a MIME type needs JSON escaping.
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
