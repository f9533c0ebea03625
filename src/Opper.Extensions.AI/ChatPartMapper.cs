namespace Opper.Extensions.AI;

using Microsoft.Extensions.AI;

/// <summary>Makes parts of a message: text, images, audio, files.</summary>
internal static class ChatPartMapper
{
    // How closely to look at an image.
    private const string DetailProperty = "detail";
    private const string DefaultFileName = "file";

    public static ChatContentPart Map(AIContent content) => content switch
    {
        TextContent text => ChatContentPart.FromText(text.Text),
        DataContent data when data.HasTopLevelMediaType("image") => ChatContentPart.FromImage(data.Uri, Detail(data)),
        DataContent data when data.HasTopLevelMediaType("audio") => new ChatContentPart
        {
            Type = "input_audio",
            InputAudio = new ChatInputAudio { Data = data.Base64Data.ToString(), Format = AudioFormat(data.MediaType) },
        },
        DataContent data => new ChatContentPart { Type = "file", File = new ChatFile { FileName = data.Name ?? DefaultFileName, FileData = data.Uri } },
        UriContent uri when uri.HasTopLevelMediaType("image") => ChatContentPart.FromImage(uri.Uri.AbsoluteUri, Detail(uri)),
        UriContent uri => throw new NotSupportedException($"The Opper API fetches images by their address, and nothing else: send the {uri.MediaType} itself, as {nameof(DataContent)}."),
        HostedFileContent file => new ChatContentPart { Type = "file", File = new ChatFile { FileId = file.FileId } },
        _ => throw new NotSupportedException($"The Opper API has no place for {content.GetType().Name} in a message: it takes text, images, audio, files, calls of functions and their results."),
    };

    private static string? Detail(AIContent content) => content.AdditionalProperties?.TryGetValue(DetailProperty, out string? detail) == true ? detail : null;

    private static string AudioFormat(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "audio/mpeg" or "audio/mp3" => "mp3",
        "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
        _ => throw new NotSupportedException($"The Opper API takes audio as WAV and MP3; this is {mediaType}."),
    };
}
