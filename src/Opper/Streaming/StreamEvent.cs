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

        var content = Trim(data);
        if (content.IsEmpty || (name != "message" && Array.IndexOf(KeepAliveNames, name) >= 0))
        {
            return StreamEventKind.KeepAlive;
        }

        if (content.SequenceEqual("[DONE]"u8))
        {
            return StreamEventKind.Done;
        }

        // Who does not know an event's name passes over it, says the standard; one with an object in it may be a chunk all the same.
        return name != "message" && content[0] != '{' ? StreamEventKind.KeepAlive : StreamEventKind.Message;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty && IsWhiteSpace(data[0]))
        {
            data = data.Slice(1);
        }

        while (!data.IsEmpty && IsWhiteSpace(data[data.Length - 1]))
        {
            data = data.Slice(0, data.Length - 1);
        }

        return data;
    }

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
