using System.Text.RegularExpressions;
using CliWrap;

namespace Opper.Packages;

/// <summary>A program that serves HTTP until it is disposed, and prints its URL at startup.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private Server(Command command, TaskCompletionSource<Uri> address, List<string> said)
    {
        var output = PipeTarget.ToDelegate(line =>
        {
            lock (said)
            {
                said.Add(line);
            }

            if (Address().Match(line) is { Success: true } found)
            {
                address.TrySetResult(new Uri(found.Value));
            }
        });
        _running = command.WithStandardOutputPipe(output).WithStandardErrorPipe(output).WithValidation(CommandResultValidation.None).ExecuteAsync(_stop.Token);
    }

    public Uri BaseAddress { get; private set; } = null!;

    public static async Task<Server> StartAsync(Command command)
    {
        var address = new TaskCompletionSource<Uri>();
        var said = new List<string>();
        var server = new Server(command, address, said);
        if (await Task.WhenAny(address.Task, server._running, Task.Delay(TimeSpan.FromMinutes(1))) != address.Task)
        {
            await server.DisposeAsync();
            Assert.Fail($"{command} did not start:\n{string.Join('\n', said)}");
        }

        server.BaseAddress = await address.Task;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
