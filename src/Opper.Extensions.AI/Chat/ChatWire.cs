namespace Opper.Extensions.AI;

/// <summary>Names of fields on the wire that the contract leaves open, and of the properties that keep them in a history.</summary>
internal static class ChatWire
{
    /// <summary>The property of a <see cref="Microsoft.Extensions.AI.TextReasoningContent"/> that names the field it came in, and goes back in.</summary>
    public const string FieldProperty = "opper.field";

    /// <summary>The property of a <see cref="Microsoft.Extensions.AI.DataContent"/> that holds the id of the model's audio.</summary>
    public const string AudioIdProperty = "opper.audio_id";

    public const string Images = "images";

    public const string Annotations = "annotations";

    /// <summary>Where servers put what the model thought, as text. The first that is there counts: some give the same in two.</summary>
    public static IReadOnlyList<string> ReasoningTexts { get; } = ["reasoning_content", "reasoning", "reasoning_text", "thinking"];

    /// <summary>Where servers put it in a form that only they can read.</summary>
    public static IReadOnlyList<string> ReasoningDetails { get; } = ["reasoning_details", "thinking_blocks", "reasoning_opaque", "encrypted_content"];

    /// <summary>The media type of speech in a format that was asked for; an answer does not say it.</summary>
    public static string AudioType(string? format) => format?.ToLowerInvariant() switch
    {
        null or "" => "audio/wav",
        "mp3" => "audio/mpeg",
        "pcm16" => "audio/pcm",
        var other => $"audio/{other}",
    };

    /// <summary>What is made contents of, and so is no further property of the message.</summary>
    public static bool IsContent(string field) => field is Images or Annotations || ReasoningTexts.Contains(field) || ReasoningDetails.Contains(field);
}
