using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

using Microsoft.Extensions.AI;

/// <summary>Makes parts of a message: text, images, audio, files.</summary>
internal sealed class ChatPartMapper(ILogger logger)
{
    // How closely to look at an image.
    private const string DetailProperty = "detail";
    private const string DefaultFileName = "file";

    /// <returns>The part, or <see langword="null"/> for what no part can hold.</returns>
    public ChatContentPart? Map(AIContent content) => content switch
    {
        TextContent text => ChatContentPart.FromText(text.Text),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "data" } } uri => Map(new DataContent(uri.Uri, uri.MediaType) { AdditionalProperties = uri.AdditionalProperties }),
        DataContent data when data.HasTopLevelMediaType("audio") => new ChatContentPart
        {
            Type = "input_audio",
            InputAudio = new ChatInputAudio { Data = data.Base64Data.ToString(), Format = AudioFormat(data.MediaType) },
        },
        DataContent or UriContent when Image(content) is { } image => image,
        DataContent data => new ChatContentPart { Type = "file", File = new ChatFile { FileName = data.Name ?? DefaultFileName, FileData = data.Uri } },
        UriContent uri => Address(uri),
        HostedFileContent file => new ChatContentPart { Type = "file", File = new ChatFile { FileId = file.FileId } },
        _ => null,
    };

    /// <returns>The part, or <see langword="null"/> for what is no image.</returns>
    public static ChatContentPart? Image(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => ChatContentPart.FromImage(data.Uri, Detail(data)),
        UriContent uri when uri.HasTopLevelMediaType("image") => ChatContentPart.FromImage(Text(uri.Uri), Detail(uri)),
        _ => null,
    };

    private ChatContentPart Address(UriContent uri)
    {
        ChatLog.AddressOnly(logger, uri.MediaType);
        return ChatContentPart.FromText($"[{uri.MediaType}] {Text(uri.Uri)}");
    }

    private static string Text(Uri uri) => uri.IsAbsoluteUri ? uri.AbsoluteUri : uri.OriginalString;

    private static string? Detail(AIContent content) => content.AdditionalProperties?.TryGetValue(DetailProperty, out string? detail) == true ? detail : null;

    // An open set: which of them a model takes is the model's to say.
    private static string AudioFormat(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "audio/mpeg" => "mp3",
        "audio/wave" or "audio/vnd.wave" => "wav",
        "audio/mp4" => "m4a",
        "audio/l16" or "audio/pcm" => "pcm16",
        { } other => other.Substring("audio/".Length).Split(';')[0].Trim() is var format && format.StartsWith("x-", StringComparison.Ordinal) ? format.Substring(2) : format,
    };
}
