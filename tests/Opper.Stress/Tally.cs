using System.Collections.Concurrent;
using System.Diagnostics;

namespace Opper.Stress;

/// <summary>What was done, how long it took, what failed, and what must exist afterwards.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<TimeSpan>> _times = new(StringComparer.Ordinal);

    public ConcurrentBag<OpperException> Failures { get; } = [];

    public ConcurrentDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    public ConcurrentBag<string> Functions { get; } = [];

    public ConcurrentBag<string> Spans { get; } = [];

    public int Total => _times.Values.Sum(times => times.Count);

    public int Writes => Documents.Count + Functions.Count + Spans.Count;

    public async Task TimeAsync(string kind, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await work();
        }
        catch (OpperException exception)
        {
            Failures.Add(exception);
        }

        _times.GetOrAdd(kind, static _ => []).Add(Stopwatch.GetElapsedTime(started));
    }

    public IEnumerable<(string Kind, List<TimeSpan> Times)> Times() =>
        _times.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => (kind.Key, kind.Value.Order().ToList()));

    /// <summary>Verifies every acknowledged write.</summary>
    public async Task<int> LostAsync(OpperClient opper, string knowledgeId)
    {
        var lost = 0;
        var checks = Documents.Select<KeyValuePair<string, string>, Func<Task<bool>>>(
            document => async () => (await opper.Knowledge.GetDocumentAsync(knowledgeId, document.Key)).Segments.Single().Content == document.Value)
            .Concat(Functions.Select<string, Func<Task<bool>>>(name => async () => (await opper.Functions.GetByNameAsync(name)).Name == name))
            .Concat(Spans.Select<string, Func<Task<bool>>>(id => async () => (await opper.Spans.GetAsync(id)).Output is not null));
        await Parallel.ForEachAsync(checks, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (check, _) =>
        {
            try
            {
                if (!await check())
                {
                    Interlocked.Increment(ref lost);
                }
            }
            catch (OpperNotFoundException)
            {
                Interlocked.Increment(ref lost);
            }
        });
        return lost;
    }
}
