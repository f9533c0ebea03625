using System.Text.Json;

namespace Opper.Chat;

/// <summary>Pieces of tool calls: a list, or the one that there is, which some servers send without a list around it.</summary>
internal static class ToolCallDeltasCodec
{
    public static IList<ChatToolCallDelta>? Read(ref Utf8JsonReader reader, ref JsonSource source) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.StartObject => [JsonRead.Model<ChatToolCallDelta>(ref reader, ref source)],
        _ => JsonRead.List<ChatToolCallDelta>(ref reader, ref source),
    };

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, IList<ChatToolCallDelta>? value) => output.Member(name, value);
}
