using System.Text.Json;

namespace Opper.Chat;

/// <summary>The usage of a chat, or a part of it. Servers written in PHP send an empty array if there is none.</summary>
/// <typeparam name="T">The usage, or the details of its input or output tokens.</typeparam>
internal static class OptionalUsageCodec<T>
    where T : class, IJsonModel, new()
{
    public static T? Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            JsonRead.Skip(ref reader);
            return null;
        }

        return reader.TokenType == JsonTokenType.Null ? null : JsonRead.Model<T>(ref reader, ref source);
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, T? value) => output.Member(name, value);
}
