using Opper.Batch;

namespace Opper.Batch.Tests;

/// <summary>A run in a process of its own: writes the number of each row whose result it has.</summary>
internal static class Program
{
    public const int InUse = 5;

    /// <param name="args">Server, journal, rows, concurrency.</param>
    public static async Task<int> Main(string[] args)
    {
        var opper = new OpperClient("key", new OpperClientOptions { BaseUrl = args[0] });
        var options = new BatchOptions
        {
            JournalPath = args[1],
            MaxConcurrency = int.Parse(args[3]),
            InitialConcurrency = int.Parse(args[3]),
            StopsOnInterrupt = true,
        };
        await using var output = Console.OpenStandardOutput();
        try
        {
            await foreach (var item in BatchRunner.ForTask<int, string>(opper, "double", "Double the number.",
                options: options).RunAsync(Enumerable.Range(0, int.Parse(args[2]))))
            {
                // Unbuffered, so that what the parent has not read was not given.
                output.Write(System.Text.Encoding.ASCII.GetBytes($"{item.Index} {item.Output} {item.IsReplayed}\n"));
            }

            return 0;
        }
        catch (BatchJournalInUseException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return InUse;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
