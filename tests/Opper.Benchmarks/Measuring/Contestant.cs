namespace Opper.Benchmarks.Measuring;

/// <summary>A client of the run, with what it cost in each round.</summary>
internal sealed class Contestant(string name, string title, Func<string, string, Child> start) : IDisposable
{
    private readonly Dictionary<string, List<Measurement>> _rounds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _without = new(StringComparer.Ordinal);
    private Child? _process;

    public string Name { get; } = name;

    public string Title { get; } = title;

    public int ProcessId => _process!.Id;

    public void Start(string server) => _process = start("client", server);

    /// <summary>Does the work once, for the measurement or to warm up.</summary>
    /// <exception cref="InvalidOperationException">The client failed.</exception>
    public async Task<Measurement?> DoAsync(string work, bool keep)
    {
        if (_without.Contains(work))
        {
            return null;
        }

        var line = await _process!.AskAsync(work);
        if (line == "none")
        {
            _without.Add(work);
            return null;
        }

        if (line.StartsWith("failed", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Title}, {work}: {line}");
        }

        var measurement = Measurement.Parse(line);
        if (keep)
        {
            Keep(work, measurement);
        }

        return measurement;
    }

    /// <summary>From the start of a process of its own to its first answer: the time here, the processor time there.</summary>
    public async Task FirstAnswerAsync(string role, string server, bool keep)
    {
        if (_without.Contains(role))
        {
            return;
        }

        var begin = System.Diagnostics.Stopwatch.GetTimestamp();
        using var process = start(role, server);
        var line = await process.ReadAsync();
        var time = System.Diagnostics.Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        if (line == "none")
        {
            _without.Add(role);
        }
        else if (keep)
        {
            var measurement = Measurement.Parse(line);
            measurement[Measurement.Time] = time;
            Keep(role, measurement);
        }
    }

    public void Keep(string work, Measurement measurement)
    {
        if (!_rounds.TryGetValue(work, out var list))
        {
            _rounds[work] = list = [];
        }

        list.Add(measurement);
    }

    /// <summary>The measure of each round, or nothing where this client does not do the work.</summary>
    public IReadOnlyList<double> Get(string work, string measure) =>
        _rounds.TryGetValue(work, out var list) ? [.. list.Where(m => m.ContainsKey(measure)).Select(m => m[measure])] : [];

    public void Dispose() => _process?.Dispose();
}
