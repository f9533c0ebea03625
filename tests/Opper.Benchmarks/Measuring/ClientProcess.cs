using System.Diagnostics;
using System.Globalization;
using Opper.Benchmarks.Peers;

namespace Opper.Benchmarks.Measuring;

/// <summary>The process of one client: does the work named on each line of standard input and writes what it cost.</summary>
internal sealed class ClientProcess(Peer peer)
{
    private const int InFlight = 32;
    private const int Calls = 3_000;
    private const int Events = 20_000;
    private const int Streams = 5;
    private const int PacedEvents = 250;
    private const int Vectors = 4;
    private const int Items = 10_000;

    public static async Task<int> RunAsync(string name, Uri server)
    {
        var client = new ClientProcess(Peer.All[name](server));
        while (await Console.In.ReadLineAsync() is { Length: > 0 } work)
        {
            string line;
            try
            {
                line = await client.DoAsync(work) is { } measurement ? measurement.ToLine() : "none";
            }
            catch (Exception exception)
            {
                line = "failed " + exception.ToString().ReplaceLineEndings(" | ");
            }

            Console.WriteLine(line);
        }

        return 0;
    }

    /// <summary>One call and nothing else: what a program pays before its first answer.</summary>
    public static async Task<int> FirstAsync(string role, string name, Uri server)
    {
        var peer = Peer.All[name](server);
        if ((role == Work.Start ? peer.CallAsync() : peer.TypedCallAsync()) is not { } call || (await call).Length == 0)
        {
            Console.WriteLine("none");
            return 0;
        }

        Console.WriteLine(new Measurement { [Measurement.Cpu] = Environment.CpuUsage.TotalTime.TotalNanoseconds }.ToLine());
        return 0;
    }

    private async Task<Measurement?> DoAsync(string work) => work switch
    {
        Work.Call => await CallsAsync(peer.CallAsync),
        Work.Typed => await CallsAsync(peer.TypedCallAsync),
        Work.Latency => await SequentialCalls.MeasureAsync(peer.CallAsync),
        OneCore.Call => await SequentialCalls.MeasureAsync(peer.CallAsync),
        OneCore.Typed => await SequentialCalls.MeasureAsync(peer.TypedCallAsync),
        OneCore.CallInFlight => await CallsAsync(peer.CallAsync),
        OneCore.TypedInFlight => await CallsAsync(peer.TypedCallAsync),
        Work.Text => await TextAsync(),
        Work.Chunks => await ChunksAsync(),
        Work.Partial => await PartialAsync(Events, Streams),
        Work.PartialShort => await PartialAsync(Events / 2),
        Work.PartialLong => await PartialAsync(Events * 2),
        Work.Paced => await PacedAsync(),
        Work.Embed => await EmbedAsync(),
        Work.Pages => peer.PageAsync(Scenario("pages", 1)) is { } first ? await PagesAsync(first) : null,
        Work.Upload => await UploadAsync(1L << 30),
        _ when work.StartsWith(Work.AddMany, StringComparison.Ordinal) =>
            await AddManyAsync(int.Parse(work[(Work.AddMany.Length + 1)..], CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"There is no work called '{work}'.", nameof(work)),
    };

    private static string Scenario(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"{name}-{count}");

    private static int Check(int actual, int expected) =>
        actual == expected
            ? actual
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{actual} came where {expected} were due."));

    private static async Task<Measurement?> CallsAsync(Func<Task<string>?> call)
    {
        if (call() is not { } first || (await first).Length == 0)
        {
            return null;
        }

        return await Meter.MeasureAsync(async () =>
        {
            var left = Calls;
            await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await call()!;
                }
            }));
            return Calls;
        });
    }

    private async Task<Measurement?> TextAsync() =>
        peer.Stream(Scenario("text", Events)) is null ? null : await Meter.MeasureAsync(async () =>
        {
            var count = 0;
            for (var i = 0; i < Streams; i++)
            {
                await foreach (var piece in peer.Stream(Scenario("text", Events))!)
                {
                    count += piece.Length > 0 ? 1 : 0;
                }
            }

            return Check(count, Events * Streams);
        });

    private async Task<Measurement?> ChunksAsync() =>
        peer.ChunksAsync(Scenario("text", 1)) is not { } first || await first == 0 ? null : await Meter.MeasureAsync(async () =>
        {
            for (var i = 0; i < Streams; i++)
            {
                Check(await peer.ChunksAsync(Scenario("text", Events))!, Events);
            }

            return Events * Streams;
        });

    private async Task<Measurement?> PartialAsync(int events, int streams = 1)
    {
        var expected = ArticleStream.Whole(events).Count;
        return peer.PartialAsync(Scenario("json", 41)) is not { } first || await first == 0 ? null
            : await Meter.MeasureAsync(async () =>
            {
                for (var i = 0; i < streams; i++)
                {
                    Check(await peer.PartialAsync(Scenario("json", events))!, expected);
                }

                return expected * streams;
            });
    }

    private async Task<Measurement?> PacedAsync()
    {
        if (peer.Stream(Scenario("paced", PacedEvents)) is not { } pieces)
        {
            return null;
        }

        var times = new List<double>();
        await foreach (var piece in pieces)
        {
            var now = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(long.Parse(piece.AsSpan().TrimEnd(), CultureInfo.InvariantCulture), now).TotalNanoseconds);
        }

        Check(times.Count, PacedEvents);
        return new Measurement { [Measurement.Time] = Figures.Median(times) };
    }

    private async Task<Measurement?> EmbedAsync() =>
        peer.EmbedAsync() is not { } first || await first == 0 ? null : await Meter.MeasureAsync(async () =>
        {
            for (var i = 0; i < Vectors; i++)
            {
                await peer.EmbedAsync()!;
            }

            return Vectors;
        });

    private async Task<Measurement> PagesAsync(Task<int> first)
    {
        Check(await first, 1);
        return await Meter.MeasureAsync(async () => Check(await peer.PageAsync(Scenario("pages", Items))!, Items) / Items);
    }

    private async Task<Measurement?> AddManyAsync(int documents) =>
        peer.AddManyAsync(16) is not { } first || await first == 0 ? null
            : await Meter.MeasureAsync(async () => Check(await peer.AddManyAsync(documents)!, documents));

    private async Task<Measurement?> UploadAsync(long size)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".txt");
        try
        {
            await File.WriteAllBytesAsync(path, new byte[8 << 20]);
            if (peer.UploadAsync(path) is not { } first || (await first).Length == 0)
            {
                return null;
            }

            // Sparse: it takes no room on the disk.
            await using (var file = new FileStream(path, FileMode.Create))
            {
                file.SetLength(size);
            }

            return await PeakMemory.MeasureAsync(() => peer.UploadAsync(path)!) is { } peak ? new Measurement { [Measurement.Bytes] = peak } : null;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
