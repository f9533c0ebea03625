using System.Net;
using System.Net.Sockets;

namespace Opper.Benchmarks.Server;

/// <summary>The server of a run, in a process of its own: answers made beforehand, on plain sockets, so that clients wait for little but themselves.</summary>
internal static class BenchmarkServer
{
    /// <summary>Serves until standard input ends; the first line of output is the address.</summary>
    public static async Task<int> RunAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        Console.WriteLine(address.AbsoluteUri.TrimEnd('/'));
        _ = AcceptAsync(listener, new Routes(address));
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static async Task AcceptAsync(Socket listener, Routes routes)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            _ = ServeAsync(socket, routes);
        }
    }

    private static async Task ServeAsync(Socket socket, Routes routes)
    {
        using (socket)
        {
            try
            {
                var connection = new Connection(socket);
                while (await connection.ReadRequestAsync() is { } request)
                {
                    await routes.AnswerAsync(request, connection);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The client left, as it may.
            }
        }
    }
}
