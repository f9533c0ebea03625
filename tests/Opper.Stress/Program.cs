using System.Diagnostics;
using System.Globalization;
using Opper;
using Opper.Emulator;
using Opper.Knowledge;
using Opper.Stress;

// 32 clients of mixed work for 30 seconds against one emulator with its state in a file; then every write is looked for.
// "browse" and a number of spans instead shows how long pages of traces take.
if (args is ["browse", ..])
{
    var place = Directory.CreateTempSubdirectory("opper-stress-");
    try
    {
        await ManySpans.BrowseAsync(Path.Combine(place.FullName, "state.db"), Number(1, 1_000_000));
        return 0;
    }
    finally
    {
        place.Delete(recursive: true);
    }
}

var clients = Number(0, 32);
var seconds = Number(1, 30);
var folder = Directory.CreateTempSubdirectory("opper-stress-");
try
{
    await using var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = Path.Combine(folder.FullName, "state.db") });
    var opper = emulator.CreateClient(options => (options.MaxRetries, options.StrictTracing) = (0, true));
    var knowledge = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "stress" });
    var tally = new Tally();
    using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, clients).Select(number => new MixedWork(opper, knowledge.Id, number, tally).RunAsync(end.Token)));
    clock.Stop();

    var lost = await tally.LostAsync(opper, knowledge.Id);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients, {clock.Elapsed.TotalSeconds:0.0} s, {tally.Total} requests "
        + $"({tally.Total / clock.Elapsed.TotalSeconds:0} per second), {tally.Writes / clock.Elapsed.TotalSeconds:0} acknowledged writes per second"));
    foreach (var (kind, times) in tally.Times())
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind,-16} {times.Count,7}   p50 {times[times.Count / 2].TotalMilliseconds,7:0.0} "
            + $"ms   p99 {times[times.Count * 99 / 100].TotalMilliseconds,7:0.0} ms   max {times[^1].TotalMilliseconds,7:0.0} ms"));
    }

    Console.WriteLine($"failures: {tally.Failures.Count}, of them 5xx: {tally.Failures.Count(failure => failure is OpperServerException)}");
    Console.WriteLine($"writes: {tally.Writes}, lost: {lost}");
    foreach (var failure in tally.Failures.Take(3))
    {
        Console.WriteLine($"  {failure.Message}");
    }

    return tally.Failures.IsEmpty && lost == 0 ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}

int Number(int position, int fallback) => args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : fallback;
