namespace Opper.Samples;

/// <summary>What all samples have in common: they connect, stop on Ctrl+C, and report errors in one line.</summary>
public static class Sample
{
    /// <summary>Runs a sample. Exit codes: 0 done, 1 the API or the connection failed, 130 interrupted.</summary>
    /// <param name="work">The sample.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<SampleConnection, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        };

        try
        {
            await using var connection = await SampleConnection.OpenAsync(interrupt.Token);
            if (connection.IsEmulated)
            {
                await Console.Error.WriteLineAsync("No OPPER_API_KEY: outputs come from the emulator, which is not a language model.");
            }

            await work(connection, interrupt.Token);
            return 0;
        }
        catch (OpperException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return 130;
        }
    }
}
