using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Opper.Batch.Orleans.Tests.Support;

/// <summary>A Redis of the test's own, on a free port, that keeps nothing.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, int port) => (_process, Address) = (process, $"127.0.0.1:{port}");

    public string Address { get; }

    public static RedisServer StartOrSkip()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
        if (program is null)
        {
            Assert.Ignore("No redis-server on PATH: on Debian, apt-get install redis-server.");
        }

        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo(program!,
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return new RedisServer(process, port);
            }
            catch (SocketException) when (tries < 100 && !process.HasExited)
            {
                Thread.Sleep(100);
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
