namespace Opper;

/// <summary>Classifies an event by its name and the first bytes of its data.</summary>
internal static class StreamEvent
{
    private static readonly string[] KeepAliveNames = ["ping", "keep-alive", "keepalive", "heartbeat"];

    public static StreamEventKind KindOf(string name, ReadOnlySpan<byte> data)
    {
        if (name == "error")
        {
            return StreamEventKind.Error;
        }

        var first = Utf8Text.FirstCharacter(data);
        if ((first == '\0' && data.IndexOf((byte)'\0') < 0) || (name != "message" && Array.IndexOf(KeepAliveNames, name) >= 0))
        {
            return StreamEventKind.KeepAlive;
        }

        if (first == '[' && Utf8Text.Decode(data).Trim() == "[DONE]")
        {
            return StreamEventKind.Done;
        }

        // Events with an unknown name are ignored, as for an EventSource without a listener (HTML standard, 9.2.6), unless the data may be a chunk.
        return name != "message" && first != '{' ? StreamEventKind.KeepAlive : StreamEventKind.Message;
    }
}
