namespace Opper.Chat;

public partial class ChatContentPart
{
    // Their values are strings or lists of parts.
    private static readonly string[] ThoughtFields = ["thinking", "reasoning", "summary"];

    /// <summary>The text of a reasoning part (type <c>thinking</c> or <c>reasoning</c>); <see langword="null"/> for any other part.</summary>
    public string? Thoughts
    {
        get
        {
            if (Type is not ("thinking" or "reasoning"))
            {
                return null;
            }

            var inner = ThoughtFields.Select(name => AdditionalProperties.TryGetValue(name, out var json) ? json : null)
                .FirstOrDefault(static json => json is not null);
            return Text ?? (inner is null
                ? string.Empty
                : inner.ValueKind == System.Text.Json.JsonValueKind.String ? inner.ToString()
                    : JsonAnswer.Read(inner.Utf8.Span, JsonCodec<ChatContent>.Read).Text);
        }
    }

    /// <summary>Creates a text part.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A part of type <c>text</c>.</returns>
    public static ChatContentPart FromText(string text)
    {
        ThrowIf.Null(text);
        return new() { Type = "text", Text = text };
    }

    /// <summary>Creates an image part from a URL, which the service fetches.</summary>
    /// <param name="url">The URL, or a data URL.</param>
    /// <param name="detail">The level of detail: <c>auto</c>, <c>low</c> or <c>high</c>. Default: that of the model.</param>
    /// <returns>A part of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="url"/> is blank.</exception>
    public static ChatContentPart FromImage(string url, string? detail = null)
    {
        ThrowIf.Blank(url);
        return new() { Type = "image_url", ImageUrl = new ChatImageUrl { Url = url, Detail = detail } };
    }

    /// <summary>Creates an image part that is sent as a data URL.</summary>
    /// <param name="data">The bytes of the image file.</param>
    /// <param name="mediaType">The media type, such as <c>image/png</c>.</param>
    /// <param name="detail">The level of detail: <c>auto</c>, <c>low</c> or <c>high</c>. Default: that of the model.</param>
    /// <returns>A part of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="mediaType"/> is blank.</exception>
    public static ChatContentPart FromImage(byte[] data, string mediaType, string? detail = null) => FromImage(DataUrl(data, mediaType), detail);

    /// <summary>Creates an audio part that is sent as base64.</summary>
    /// <param name="data">The bytes of the audio file.</param>
    /// <param name="format">The format: <c>wav</c> or <c>mp3</c>.</param>
    /// <returns>A part of type <c>input_audio</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="format"/> is blank.</exception>
    public static ChatContentPart FromAudio(byte[] data, string format)
    {
        ThrowIf.Null(data);
        ThrowIf.Blank(format);
        return new() { Type = "input_audio", InputAudio = new ChatInputAudio { Data = Convert.ToBase64String(data), Format = format } };
    }

    /// <summary>Creates a file part, such as a PDF, that is sent as a data URL.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="mediaType">The media type, such as <c>application/pdf</c>.</param>
    /// <param name="fileName">The file name.</param>
    /// <returns>A part of type <c>file</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="mediaType"/> or <paramref name="fileName"/> is blank.</exception>
    public static ChatContentPart FromFile(byte[] data, string mediaType, string fileName)
    {
        ThrowIf.Blank(fileName);
        return new() { Type = "file", File = new ChatFile { FileName = fileName, FileData = DataUrl(data, mediaType) } };
    }

    /// <summary>Creates a text part.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ChatContentPart(string text) => FromText(text);

    private static string DataUrl(byte[] data, string mediaType)
    {
        ThrowIf.Null(data);
        ThrowIf.Blank(mediaType);
        return $"data:{mediaType};base64,{Convert.ToBase64String(data)}";
    }
}
