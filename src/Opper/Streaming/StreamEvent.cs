namespace Opper;

/// <summary>Tells what an event is by its name and its first bytes.</summary>
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

        // Who does not know an event's name passes over it, says the standard; one with an object in it may be a chunk all the same.
        return name != "message" && first != '{' ? StreamEventKind.KeepAlive : StreamEventKind.Message;
    }
}
