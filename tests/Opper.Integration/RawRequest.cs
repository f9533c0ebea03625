using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Opper.Integration;

/// <summary>A request on a raw socket, so that a test can send what a client would not.</summary>
internal static class RawRequest
{
    /// <summary>Sends a request with these header lines, and returns the status and the complete response.</summary>
    public static async Task<(int Status, string Answer)> SendAsync(Uri server, string method, string path, string host, string body = "",
        params string[] headers)
    {
        var content = Encoding.UTF8.GetBytes(body);
        var head = $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: "
            + $"close\r\nContent-Length: {content.Length}\r\n{string.Concat(headers.Select(line => line + "\r\n"))}\r\n";
        return await SendAsync(server, [.. Encoding.UTF8.GetBytes(head), .. content]);
    }

    public static async Task<(int Status, string Answer)> SendAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), answer);
    }
}
