using System.Diagnostics;
using System.Globalization;

namespace Opper.Fuzz;

/// <summary>
/// Runs one kind of input after another until its time is up: so short that a plain <c>dotnet test</c> takes less than 20 seconds for all kinds together,
/// or as many seconds each as OPPER_FUZZ_SECONDS says. OPPER_FUZZ_SEED begins elsewhere.
/// </summary>
internal static class Fuzzing
{
    private const double DefaultSeconds = 1.7;

    // Of what the client itself does with one input; a busy machine gets two more tries.
    private static readonly TimeSpan MaxStep = TimeSpan.FromMilliseconds(250);

    private const long MaxBytes = 64_000_000;

    public static async Task RunAsync(Func<Random, Func<Task>> next)
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("OPPER_FUZZ_SECONDS") ?? DefaultSeconds.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("OPPER_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed.TotalSeconds < seconds; count++, seed++)
        {
            var step = next(new Random(seed));
            try
            {
                await CheckAsync(step);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Input {count}, OPPER_FUZZ_SEED={seed}: {exception.Message}", exception);
            }
        }

        await TestContext.Out.WriteLineAsync($"{count} inputs");
        Assert.That(count, Is.GreaterThan(20));
    }

    /// <summary>Does a step within its bounds of time and memory.</summary>
    public static async Task CheckAsync(Func<Task> step)
    {
        for (var left = 3; ; left--)
        {
            var clock = Stopwatch.StartNew();
            var before = GC.GetTotalAllocatedBytes();
            await step();
            var bytes = GC.GetTotalAllocatedBytes() - before;
            if (clock.Elapsed <= MaxStep && bytes <= MaxBytes)
            {
                return;
            }

            if (left == 1)
            {
                Assert.Fail($"The step took {clock.Elapsed.TotalMilliseconds:0} ms and {bytes:N0} bytes.");
            }
        }
    }

    /// <summary>What a piece of work gives: its value, or the exception, which must be the library's own.</summary>
    public static async Task<string> OutcomeAsync(Func<Task<string>> act)
    {
        try
        {
            return await act();
        }
        catch (OpperStreamException exception)
        {
            return $"{nameof(OpperStreamException)} {exception.IsTruncated} {exception.ErrorType} {exception.ErrorMessage}";
        }
        catch (OpperException exception)
        {
            return exception.GetType().Name;
        }
    }
}
