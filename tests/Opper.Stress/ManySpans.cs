using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Opper.Emulator;
using Opper.Tracing;

namespace Opper.Stress;

/// <summary>How long pages of lists and traces take, with few and with many spans in the data file. The spans are put there by SQL, as a million requests would
/// take minutes.</summary>
internal static class ManySpans
{
    private const int SpansPerTrace = 10;

    public static async Task BrowseAsync(string path, int spans)
    {
        await (await OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = path })).DisposeAsync();
        Seed(path, spans);
        await using var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { DataPath = path });
        var opper = emulator.CreateClient();
        var traces = spans / SpansPerTrace;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spans} spans in {traces} traces"));
        await TimeAsync("first page", async () => Same((await opper.Traces.ListAsync(limit: 50)).Meta!.TotalCount, traces));
        await TimeAsync("page in the middle", async () => Same((await opper.Traces.ListAsync(offset: traces / 2, limit: 50)).Data.Count, 50));
        await TimeAsync("last page", async () => Same((await opper.Traces.ListAsync(offset: traces - 50, limit: 50)).Data.Count, 50));
        await TimeAsync("by name", async () => Same((await opper.Traces.ListAsync(name: "run 7", limit: 50)).Meta!.TotalCount, traces / 100));
        await TimeAsync("one trace",
            async () => Same((await opper.Traces.GetAsync($"00000000-0000-0000-0000-{traces / 2:000000000000}")).Spans!.Count, SpansPerTrace));
        await TimeAsync("new span", async () => Same((await opper.Spans.CreateAsync(new CreateSpanRequest { Name = "new" })).Id.Length, 36));
        await TimeAsync("first page after", async () => Same((await opper.Traces.ListAsync(limit: 50)).Data[0].Name == "new" ? 1 : 0, 1));
    }

    private static void Seed(string path, int spans)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 600;
        const string Time = "strftime('%Y-%m-%dT%H:%M:%S', 1700000000 + n, 'unixepoch') || '.000000+00:00'";
        // .NET counts in steps of 100 ns from the year 1.
        const string Ticks = "621355968000000000 + (1700000000 + n) * 10000000";
        const string Id = "printf('00000000-0000-0000-0000-%012d', ";
        command.CommandText = $"""
            BEGIN;
            WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {spans} - 1)
            INSERT INTO spans(id, json, trace_id, parent_id, start_time, is_root)
            SELECT span, json_object('id', span, 'trace_id', trace, 'parent_id', parent, 'name', 'run ' || (n / {SpansPerTrace} % 100),
                'start_time', {Time}, 'end_time', {Time}, 'input', 'Some input', 'output', 'Some output'),
                trace, parent, {Ticks}, parent IS NULL
            FROM (SELECT n, '1' || substr({Id}n), 2) AS span, {Id}n / {SpansPerTrace}) AS trace,
                CASE WHEN n % {SpansPerTrace} = 0 THEN NULL
                ELSE '1' || substr({Id}n - n % {SpansPerTrace}), 2) END AS parent FROM numbers);
            INSERT INTO traces(id, json, name, start_time)
            SELECT trace_id, json_object('id', trace_id, 'name', json_extract(json, '$.name'),
                'start_time', json_extract(json, '$.start_time'), 'root', id, 'tokens', 0),
                json_extract(json, '$.name'), start_time
            FROM spans WHERE is_root = 1 ORDER BY seq;
            COMMIT;
            """;
        command.ExecuteNonQuery();
    }

    private static async Task TimeAsync(string what, Func<Task> look)
    {
        var times = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await look();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-20} p50 {times[25],6:0.0} ms   max {times[^1],6:0.0} ms"));
    }

    private static void Same(int actual, int expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"{actual} instead of {expected}.");
        }
    }
}
