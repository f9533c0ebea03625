using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Opper.TestSupport;

namespace Opper.Batch.Orleans.Tests.Support;

/// <summary>A Redis of its own, on a free port, that keeps what it was told in a folder.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opper-redis-");
    private readonly int _port = FreePort.Next();
    private readonly string _program;
    private Process _process;

    private RedisServer(string program) => (_program, _process) = (program, Run(program, _port, _folder.FullName));

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Starts one, if a redis-server is on PATH.</summary>
    public static RedisServer? TryStart() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "redis-server"))
            .FirstOrDefault(File.Exists) is { } program
            ? new RedisServer(program)
            : null;

    /// <summary>Kills it, and starts it again on what it had written.</summary>
    /// <param name="pause">How long nobody can connect to it.</param>
    /// <param name="isEmpty">Whether it has lost what it had written.</param>
    public async Task RestartAsync(TimeSpan pause, bool isEmpty = false)
    {
        Kill();
        await Task.Delay(pause);
        if (isEmpty)
        {
            _folder.Delete(recursive: true);
            _folder.Create();
        }

        _process = Run(_program, _port, _folder.FullName);
    }

    /// <summary>Deletes all its data.</summary>
    public async Task FlushAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync("FLUSHALL\r\n"u8.ToArray());
        var answer = new byte[16];
        var length = await client.GetStream().ReadAsync(answer);
        if (!answer.AsSpan(0, length).StartsWith("+OK"u8))
        {
            throw new InvalidOperationException(Encoding.ASCII.GetString(answer, 0, length));
        }
    }

    public void Dispose()
    {
        Kill();
        _folder.Delete(recursive: true);
    }

    private static Process Run(string program, int port, string folder)
    {
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--save", string.Empty, "--appendonly", "yes",
            "--appendfsync", "always"];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return process;
            }
            catch (SocketException) when (tries < 100 && !process.HasExited)
            {
                Thread.Sleep(100);
            }
        }
    }

    private void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
