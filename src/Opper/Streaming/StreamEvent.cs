namespace Opper.Streaming;

/// <summary>Recognizes events without content by their name and the first bytes of their data.</summary>
internal static class StreamEvent
{
    private const string ErrorName = "error";

    /// <summary>Whether an event only keeps the connection open.</summary>
    public static bool IsKeepAlive(string name, ReadOnlySpan<byte> data)
    {
        // Events with an unknown name are ignored, as for an EventSource without a listener (HTML standard, 9.2.6), unless the data may be a chunk.
        // SseParser also gives the name of an event without data to the next one, so no name, such as ping, means that an object is not a chunk.
        var first = Utf8Text.FirstCharacter(data);
        return (first == '\0' && data.IndexOf((byte)'\0') < 0) || (name != "message" && first != '{');
    }

    /// <summary>Whether a name is that of an error. An EventSource would compare case-sensitively, but no server means anything else by <c>ERROR</c>.</summary>
    public static bool IsError(string? name) => name?.Length >= ErrorName.Length && name.Trim().Equals(ErrorName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an event is <c>[DONE]</c>, the end of the stream.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> data) => Utf8Text.FirstCharacter(data) == '[' && Utf8Text.Decode(data).Trim() == "[DONE]";
}
