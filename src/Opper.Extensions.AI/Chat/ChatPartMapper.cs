using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Converts contents to message parts: text, images, audio, files.</summary>
internal sealed class ChatPartMapper(ILogger logger)
{
    // OpenAI's level of detail of an image.
    private const string DetailProperty = "detail";
    private const string DefaultFileName = "file";

    /// <returns>The part, or <see langword="null"/> if there is no part for the content.</returns>
    public Chat.ChatContentPart? Map(AIContent content) => content switch
    {
        TextContent text => Chat.ChatContentPart.FromText(text.Text),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "data" } } uri =>
            Map(new DataContent(uri.Uri, uri.MediaType) { AdditionalProperties = uri.AdditionalProperties }),
        DataContent data when data.HasTopLevelMediaType("audio") => new Chat.ChatContentPart
        {
            Type = "input_audio",
            InputAudio = new Chat.ChatInputAudio { Data = data.Base64Data.ToString(), Format = AudioFormat(data.MediaType) },
        },
        DataContent or UriContent when Image(content) is { } image => image,
        DataContent data => new Chat.ChatContentPart
        {
            Type = "file",
            File = new Chat.ChatFile { FileName = data.Name ?? DefaultFileName, FileData = data.Uri },
        },
        UriContent uri => Address(uri),
        HostedFileContent file => new Chat.ChatContentPart { Type = "file", File = new Chat.ChatFile { FileId = file.FileId } },
        _ => null,
    };

    /// <returns>The part, or <see langword="null"/> if the content is not an image.</returns>
    public static Chat.ChatContentPart? Image(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => Chat.ChatContentPart.FromImage(data.Uri, Detail(data)),
        UriContent uri when uri.HasTopLevelMediaType("image") => Chat.ChatContentPart.FromImage(Text(uri.Uri), Detail(uri)),
        _ => null,
    };

    private Chat.ChatContentPart Address(UriContent uri)
    {
        ChatLog.SentAsUrl(logger, uri.MediaType);
        return Chat.ChatContentPart.FromText($"[{uri.MediaType}] {Text(uri.Uri)}");
    }

    private static string Text(Uri uri) => uri.IsAbsoluteUri ? uri.AbsoluteUri : uri.OriginalString;

    private static string? Detail(AIContent content) => content.AdditionalProperties?.TryGetValue(DetailProperty, out string? detail) == true ? detail : null;

    // Unknown formats are passed on, because the set of supported formats depends on the model.
    private static string AudioFormat(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "audio/mpeg" => "mp3",
        "audio/wave" or "audio/vnd.wave" => "wav",
        "audio/mp4" => "m4a",
        "audio/l16" or "audio/pcm" => "pcm16",
        { } other => other.Substring("audio/".Length).Split(';')[0].Trim() is var format && format.StartsWith("x-", StringComparison.Ordinal)
            ? format.Substring(2)
            : format,
    };
}
