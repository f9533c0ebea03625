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

        var content = Trim(data);
        if (content.IsEmpty || Array.IndexOf(KeepAliveNames, name) >= 0)
        {
            return StreamEventKind.KeepAlive;
        }

        if (content.SequenceEqual("[DONE]"u8))
        {
            return StreamEventKind.Done;
        }

        // Events with an unknown name are ignored, as for an EventSource without a listener (HTML standard, 9.2.6), unless the data may be a chunk.
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
