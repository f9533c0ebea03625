namespace Opper.Chat;

public partial class ChatContentPart
{
    // Texts, or lists of parts.
    private static readonly string[] ThoughtFields = ["thinking", "reasoning", "summary"];

    /// <summary>What the model thought, where the part holds that: some models give it among the parts of their answer. <see langword="null"/> for any other part.</summary>
    public string? Thoughts
    {
        get
        {
            if (Type is not ("thinking" or "reasoning"))
            {
                return null;
            }

            var inner = ThoughtFields.Select(name => AdditionalProperties.TryGetValue(name, out var json) ? json : null).FirstOrDefault(static json => json is not null);
            return Text ?? (inner is null ? string.Empty : inner.ValueKind == System.Text.Json.JsonValueKind.String ? inner.ToString() : JsonAnswer.Read(inner.Utf8.Span, JsonCodec<ChatContent>.Read).Text);
        }
    }

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A part of type <c>text</c>.</returns>
    public static ChatContentPart FromText(string text)
    {
        ThrowIf.Null(text);
        return new() { Type = "text", Text = text };
    }

    /// <summary>An image that the model fetches by itself.</summary>
    /// <param name="url">Its address, or a data URL.</param>
    /// <param name="detail">How closely to look: <c>auto</c>, <c>low</c> or <c>high</c>. Default: the model's own.</param>
    /// <returns>A part of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException">The address is blank.</exception>
    public static ChatContentPart FromImage(string url, string? detail = null)
    {
        ThrowIf.Blank(url);
        return new() { Type = "image_url", ImageUrl = new ChatImageUrl { Url = url, Detail = detail } };
    }

    /// <summary>An image, sent within the request as a data URL.</summary>
    /// <param name="data">The bytes of the image file.</param>
    /// <param name="mediaType">Such as <c>image/png</c>.</param>
    /// <param name="detail">How closely to look: <c>auto</c>, <c>low</c> or <c>high</c>. Default: the model's own.</param>
    /// <returns>A part of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException">The media type is blank.</exception>
    public static ChatContentPart FromImage(byte[] data, string mediaType, string? detail = null) => FromImage(DataUrl(data, mediaType), detail);

    /// <summary>Audio, sent within the request.</summary>
    /// <param name="data">The bytes of the audio file.</param>
    /// <param name="format"><c>wav</c> or <c>mp3</c>.</param>
    /// <returns>A part of type <c>input_audio</c>.</returns>
    /// <exception cref="ArgumentException">The format is blank.</exception>
    public static ChatContentPart FromAudio(byte[] data, string format)
    {
        ThrowIf.Null(data);
        ThrowIf.Blank(format);
        return new() { Type = "input_audio", InputAudio = new ChatInputAudio { Data = Convert.ToBase64String(data), Format = format } };
    }

    /// <summary>A file such as a PDF, sent within the request as a data URL.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="mediaType">Such as <c>application/pdf</c>.</param>
    /// <param name="fileName">Its name.</param>
    /// <returns>A part of type <c>file</c>.</returns>
    /// <exception cref="ArgumentException">The media type or the name is blank.</exception>
    public static ChatContentPart FromFile(byte[] data, string mediaType, string fileName)
    {
        ThrowIf.Blank(fileName);
        return new() { Type = "file", File = new ChatFile { FileName = fileName, FileData = DataUrl(data, mediaType) } };
    }

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ChatContentPart(string text) => FromText(text);

    private static string DataUrl(byte[] data, string mediaType)
    {
        ThrowIf.Null(data);
        ThrowIf.Blank(mediaType);
        return $"data:{mediaType};base64,{Convert.ToBase64String(data)}";
    }
}
