using System.Net;

namespace Opper.Emulator.Tool;

/// <summary>Runs the emulator until it is stopped.</summary>
internal static class Server
{
    private const int CannotStart = 1;

    public static async Task<int> RunAsync(OpperEmulatorOptions options, CancellationToken stop)
    {
        OpperEmulator emulator;
        try
        {
            if (options.Cassette is null)
            {
                options.ReadUpstreamFromEnvironment();
            }

            emulator = await OpperEmulator.StartAsync(options, stop);
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return CannotStart;
        }

        await using (emulator)
        {
            var address = emulator.BaseAddress.ToString().TrimEnd('/');
            var source = options.Upstream is null ? "no language model" : $"completions from {options.Upstream}";
            Console.WriteLine(options.Cassette is { } cassette ? CassetteText.Started(cassette, emulator, address) : $"""
                Opper emulator on {address} ({source}; {address}/ shows its requests and state). Ctrl+C stops it.
                State: {options.DataPath ?? "in memory, lost when it stops"}
                  export OPPER_BASE_URL={address}
                  export OPPER_API_KEY={emulator.ApiKey}
                """);
            if (!IPAddress.IsLoopback(options.Address))
            {
                var names = string.Concat(options.AllowedHosts.Select(name => $", {name}"));
                Console.WriteLine($"""
                    Other machines can reach it: everything requires that key, except /health and the page's own files. Connections are not encrypted.
                    It accepts IP addresses, localhost{names} as host names; allow others with --allow-host.
                    """);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (emulator.Cassette is { } report)
        {
            Console.WriteLine(CassetteText.Ended(report));
        }

        Console.WriteLine("Stopped.");
        return 0;
    }
}
