using System.Globalization;
using System.Text;

namespace Opper.Benchmarks.Server;

/// <summary>The bytes of answers, with their heads.</summary>
internal static class Answer
{
    public static readonly byte[] NoContent = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();

    public static readonly byte[] StreamHead = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Request-Id: req_0123456789\r\nTransfer-Encoding: chunked\r\n\r\n");

    public static readonly byte[] StreamEnd = "0\r\n\r\n"u8.ToArray();

    public static byte[] Json(string json, int status = 200)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var head = string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nX-Request-Id: req_0123456789\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>One event as the chunk that a server sends when it flushes each.</summary>
    public static byte[] Chunk(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. body, .. "\r\n"u8];
    }
}
