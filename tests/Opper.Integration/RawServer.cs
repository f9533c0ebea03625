using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Opper.Integration;

/// <summary>A server on a raw loopback socket, so that a test can violate the protocol.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, Task> _handle;
    private readonly Task _accepting;
    private int _connections;

    public RawServer(Func<RawConnection, Task> handle)
    {
        _handle = handle;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    public OpperClient CreateClient(Action<OpperClientOptions>? configure = null)
    {
        var options = new OpperClientOptions
        {
            ApiKey = "test-key",
            BaseUrl = $"http://127.0.0.1:{Port}",
            MaxRetries = 0,
            RetryBaseDelay = TimeSpan.FromMilliseconds(1),
        };
        configure?.Invoke(options);
        return new OpperClient(options);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Not before: a stopped listener cannot be awaited.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var number = Interlocked.Increment(ref _connections);
                _ = ServeAsync(client, number);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                var connection = new RawConnection(client, number, _stop.Token);
                await connection.ReadRequestAsync();
                await _handle(connection);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
            }
        }
    }
}

internal sealed class RawConnection(TcpClient client, int number, CancellationToken stopped)
{
    private readonly NetworkStream _stream = client.GetStream();

    public int Number { get; } = number;

    public string Request { get; private set; } = string.Empty;

    public CancellationToken Stopped { get; } = stopped;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, Stopped);
        await _stream.FlushAsync(Stopped);
    }

    public Task SendResponseAsync(int status, string body, string headers = "", string contentType = "application/json") =>
        SendAsync($"HTTP/1.1 {status} X\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: "
            + $"close\r\n{headers}\r\n{body}");

    public Task SendStreamHeadersAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    public Task SendChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public Task StallAsync() => Task.Delay(Timeout.Infinite, Stopped);

    /// <summary>Ends when the client closes its side, or resets the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        var buffer = new byte[256];
        try
        {
            while (await _stream.ReadAsync(buffer, Stopped) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    public async Task ReadRequestAsync()
    {
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await _stream.ReadAsync(buffer, Stopped);
            if (read == 0)
            {
                break;
            }

            bytes.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var wanted = length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            Request = text;
            if (Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= wanted)
            {
                break;
            }
        }
    }
}
