using System.Text.Json;

namespace Opper.Chat;

/// <summary>Tool call deltas: a list, or a single object, which some servers send instead.</summary>
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
