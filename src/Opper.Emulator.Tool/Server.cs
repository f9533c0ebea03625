namespace Opper.Emulator.Tool;

/// <summary>Runs the emulator until it is told to stop.</summary>
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
            Console.WriteLine(options.Cassette is { } cassette ? CassetteText.Started(cassette, emulator, address) : $"""
                Opper emulator on {address} ({(options.Upstream is null ? "no language model" : $"answers from {options.Upstream}")}; {address}/ shows what happens in it). Ctrl+C stops it.
                State: {options.DataPath ?? "in memory, gone when it stops"}
                  export OPPER_BASE_URL={address}
                  export OPPER_API_KEY={emulator.ApiKey}
                """);
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
