using System.Diagnostics;
using System.Globalization;
using Opper.Benchmarks.Peers;

namespace Opper.Benchmarks.Measuring;

/// <summary>The comparison of whole clients: each in a process of its own, turn by turn against one server, in rounds.</summary>
internal static class PeersRun
{
    private const int MostRounds = 7;
    private const int LeastRounds = 3;
    private const int MostRoundsOfStreams = 15;
    private const int WarmUps = 3;
    private const int Documents = 10_000;
    private const int AddManyRounds = 2;

    // The just-in-time compiler needs about as long until it has compiled all for good.
    private static readonly TimeSpan TimeForWarmUp = TimeSpan.FromSeconds(3);

    // On a busy machine fewer rounds are run, so that the whole ends within six minutes.
    private static readonly TimeSpan TimeForRounds = TimeSpan.FromMinutes(4);

    /// <param name="only">Names of the clients to measure beside the floor; all when empty.</param>
    /// <param name="works">What to measure; everything when it is <see langword="null"/>.</param>
    /// <returns>0 when the table could be made, whatever it says; otherwise 1.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> only, IReadOnlyList<string>? works = null)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<Contestant> contestants = [];
        var rounds = 0;
        try
        {
            contestants = Contestants.Choose(only);
            using var server = Child.OfThisProgram("server");
            var address = await server.ReadAsync();
            await WarmUpAsync(contestants, address, works);
            var mostRounds = works is null ? MostRounds : MostRoundsOfStreams;
            for (; rounds < mostRounds && (rounds < LeastRounds || clock.Elapsed < TimeForRounds); rounds++)
            {
                Progress(clock, $"round {rounds + 1} of {mostRounds}");
                await RoundAsync(contestants, address, rounds, works);
                if (works is null)
                {
                    await OneCore.MeasureAsync(contestants, server);
                }
            }

            if (works is null)
            {
                Progress(clock, "documents and uploads");
                await OnceAsync(contestants, address);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        finally
        {
            foreach (var contestant in contestants)
            {
                contestant.Dispose();
            }
        }

        Console.WriteLine();
        Console.WriteLine(
            $"{Machine.Describe()}; {rounds} rounds, median (least–greatest) of the ratio to the floor of the same round; server on the same machine.");
        Console.WriteLine();
        Console.WriteLine(Table.Ratios(contestants));
        Console.WriteLine("| work | client | measured | goal | |\n|---|---|---:|---:|---:|");
        Console.WriteLine(Further.Describe(contestants));
        Console.WriteLine("The same as medians of what was measured:\n");
        Console.WriteLine(Table.Values(contestants));
        Progress(clock, "done");
        return 0;
    }

    // The just-in-time compiler works in the background: pauses let it come to an end.
    private static async Task WarmUpAsync(IReadOnlyList<Contestant> contestants, string address, IReadOnlyList<string>? works)
    {
        foreach (var contestant in contestants)
        {
            contestant.Start(address);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < WarmUps || clock.Elapsed < TimeForWarmUp; i++)
            {
                foreach (var work in (works ?? Work.InEveryRound).Where(work => i == 0 || work is not (Work.Paced or Work.PartialLong)))
                {
                    await contestant.DoAsync(work, keep: false);
                }

                if (works is null)
                {
                    await OneCore.WarmUpAsync(contestant);
                }

                await Task.Delay(150);
            }

            if (works is not null)
            {
                continue;
            }

            await contestant.FirstAnswerAsync(Work.Start, address, keep: false);
            await contestant.FirstAnswerAsync(Work.StartTyped, address, keep: false);
        }
    }

    private static async Task RoundAsync(IReadOnlyList<Contestant> contestants, string address, int round, IReadOnlyList<string>? works)
    {
        // Another begins each round, so that none is always the one after the same.
        var order = contestants.Select((_, index) => contestants[(index + round) % contestants.Count]).ToArray();
        foreach (var work in works ?? Work.InEveryRound)
        {
            foreach (var contestant in order)
            {
                await contestant.DoAsync(work, keep: true);
            }
        }

        foreach (var contestant in works is null ? order : [])
        {
            await contestant.FirstAnswerAsync(Work.Start, address, keep: true);
            await contestant.FirstAnswerAsync(Work.StartTyped, address, keep: true);
        }
    }

    private static async Task OnceAsync(IReadOnlyList<Contestant> contestants, string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var work = string.Create(CultureInfo.InvariantCulture, $"{Work.AddMany}-{Documents}");
        for (var i = 0; i < AddManyRounds; i++)
        {
            foreach (var contestant in contestants.Where(contestant => contestant.Name is "floor" or "opper"))
            {
                await http.GetStringAsync(new Uri("any/held", UriKind.Relative));
                if (await contestant.DoAsync(work, keep: false) is { } measured)
                {
                    var held = double.Parse(await http.GetStringAsync(new Uri("any/held", UriKind.Relative)), CultureInfo.InvariantCulture);
                    contestant.Keep(Work.AddMany, Further.Share(measured, held, inFlight: 16));
                }
            }
        }

        foreach (var contestant in contestants)
        {
            await contestant.DoAsync(Work.Upload, keep: true);
        }
    }

    private static void Progress(Stopwatch clock, string what) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:mm\\:ss} {what}"));
}
