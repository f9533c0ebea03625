using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Opper.Benchmarks.Server;

/// <summary>One HTTP/1.1 connection that is kept alive: reads a request, throws its body away, sends bytes.</summary>
internal sealed class Connection(Socket socket)
{
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <returns>The next request with its body read, or <see langword="null"/> when the client has closed.</returns>
    public async Task<Request?> ReadRequestAsync()
    {
        int length;
        while ((length = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var head = Encoding.ASCII.GetString(Unread[..length]);
        _start += length + 4;
        var lines = head.Split("\r\n");
        if (Header(lines, "Expect") is not null)
        {
            await SendAsync(Continue);
        }

        if (Header(lines, "Transfer-Encoding") is not null)
        {
            await SkipChunksAsync();
        }
        else if (Header(lines, "Content-Length") is { } size)
        {
            await SkipAsync(long.Parse(size, CultureInfo.InvariantCulture));
        }

        var first = lines[0].Split(' ');
        return Request.Parse(first[0], first[1]);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(line =>
            line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private async Task SkipChunksAsync()
    {
        while (true)
        {
            int length;
            while ((length = Unread.IndexOf("\r\n"u8)) < 0)
            {
                await FillOrThrowAsync();
            }

            if (!Utf8Parser.TryParse(Unread[..length], out int size, out _, 'x'))
            {
                throw new FormatException("A chunk has no size.");
            }

            _start += length + 2;
            await SkipAsync(size + 2);
            if (size == 0)
            {
                return;
            }
        }
    }

    private async Task SkipAsync(long count)
    {
        while (count > _end - _start)
        {
            count -= _end - _start;
            _start = _end;
            await FillOrThrowAsync();
        }

        _start += (int)count;
    }

    private async Task FillOrThrowAsync()
    {
        if (!await FillAsync())
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    private async Task<bool> FillAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _buffer.Length)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += read;
        return read > 0;
    }
}
