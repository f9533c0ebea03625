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
            emulator = await OpperEmulator.StartAsync(options, stop);
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return CannotStart;
        }

        await using (emulator)
        {
            var address = emulator.BaseAddress.ToString().TrimEnd('/');
            Console.WriteLine($"""
                Opper emulator on {address} (no language model: see {address}/ for what happens in it). Ctrl+C stops it.
                State: {options.DataPath ?? "in memory, gone when it stops"}
                  export OPPER_BASE_URL={address}
                  export OPPER_API_KEY={emulator.ApiKey}
                """);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Console.WriteLine("Stopped.");
        return 0;
    }
}
