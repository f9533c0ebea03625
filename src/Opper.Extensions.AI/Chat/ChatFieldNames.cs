namespace Opper.Extensions.AI;

/// <summary>JSON names of fields that are not in the contract, and of the properties that preserve them in a message history.</summary>
internal static class ChatFieldNames
{
    /// <summary>The property of a <see cref="Microsoft.Extensions.AI.TextReasoningContent"/> with the field it came in and is sent back in.</summary>
    public const string FieldProperty = "opper.field";

    /// <summary>The property of a <see cref="Microsoft.Extensions.AI.DataContent"/> with the ID of the model's audio.</summary>
    public const string AudioIdProperty = "opper.audio_id";

    public const string Images = "images";

    public const string Annotations = "annotations";

    /// <summary>The fields in which servers send reasoning as text. Only the first one present is used, as some servers send the same text in two.</summary>
    public static IReadOnlyList<string> ReasoningTexts { get; } = ["reasoning_content", "reasoning", "reasoning_text", "thinking"];

    /// <summary>The fields in which servers send opaque reasoning.</summary>
    public static IReadOnlyList<string> ReasoningDetails { get; } = ["reasoning_details", "thinking_blocks", "reasoning_opaque", "encrypted_content"];

    /// <summary>The media type of audio in the requested format, which responses do not specify.</summary>
    public static string AudioType(string? format) => format?.ToLowerInvariant() switch
    {
        null or "" => "audio/wav",
        "mp3" => "audio/mpeg",
        "pcm16" => "audio/pcm",
        var other => $"audio/{other}",
    };

    /// <summary>Whether the field is mapped to contents, and so is not an additional property.</summary>
    public static bool IsContent(string field) => field is Images or Annotations || ReasoningTexts.Contains(field) || ReasoningDetails.Contains(field);
}
