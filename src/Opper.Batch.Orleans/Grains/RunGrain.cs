using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans.Grains;

/// <inheritdoc cref="IRunGrain"/>
internal sealed class RunGrain([PersistentState("run", BatchCluster.StorageName)] IPersistentState<RunState> state, IEnumerable<BatchJob> jobs,
    TimeProvider time) : Grain, IRunGrain
{
    private readonly Dictionary<string, (SiloReport Report, long At)> _silos = [];
    private readonly long _activated = time.GetTimestamp();
    private int _next;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists && jobs.FirstOrDefault(job => job.Name == this.GetPrimaryKeyString()) is { } job)
        {
            // The job is new, or the storage has lost its state.
            state.State.Granted = GrantFile.Sum(job);
        }

        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<SiloShare> BeatAsync(SiloReport report)
    {
        if (state.State.StartedAt is null)
        {
            (state.State.StartedAt, state.State.Partitions) = (time.GetUtcNow(), report.Partitions);
            await state.WriteStateAsync();
        }

        if (report.Partitions != state.State.Partitions)
        {
            throw new InvalidOperationException($"The job '{this.GetPrimaryKeyString()}' has {state.State.Partitions} partitions in this cluster, "
                + $"not {report.Partitions}. Use another name and folder for a different number of partitions.");
        }

        if (report.Folder is { } folder && folder != state.State.Folder)
        {
            state.State.Folder = state.State.Folder == Guid.Empty ? folder : throw new InvalidOperationException(
                $"The results of the job '{this.GetPrimaryKeyString()}' in this cluster are in another folder, or their folder was removed. All silos must "
                + "share one folder: restore it, or use another name for the job to call all its rows again.");
            await state.WriteStateAsync();
        }

        _silos[report.Silo] = (report, time.GetTimestamp());
        Forget();
        // A grain that has moved from a failed silo has not received reports from all other silos yet.
        var silos = time.GetElapsedTime(_activated) < report.LeaseTime ? Math.Max(_silos.Count, report.Silos) : _silos.Count;
        return new SiloShare(silos, state.State.IsExceeded(report.Limit), state.State.Cancellations);
    }

    public async Task<decimal> GrantAsync(decimal wanted, decimal ofRow, decimal limit)
    {
        // Towards the end, smaller amounts are granted, so that no silo is denied an amount that another one holds but does not need.
        var left = limit - state.State.Granted;
        var share = Math.Max(ofRow, left / (2 * Math.Max(1, _silos.Count)));
        var granted = Math.Max(0, Math.Min(wanted, Math.Min(left, share)));
        // Returned amounts are persisted too before they are granted to other silos.
        state.State.Granted += wanted < 0 ? wanted : granted;
        if (wanted < 0 || granted > 0)
        {
            await state.WriteStateAsync();
        }

        return granted;
    }

    public Task<int?> NextAsync(int partitions)
    {
        for (var tries = 0; tries < partitions; tries++)
        {
            var partition = _next % partitions;
            _next = partition + 1;
            if (!state.State.Done.Contains(partition))
            {
                return Task.FromResult<int?>(partition);
            }
        }

        return Task.FromResult<int?>(null);
    }

    public async Task CompleteAsync(int partition, PartitionCounts counts)
    {
        if (state.State.Done.Add(partition))
        {
            state.State.Counts = state.State.Counts.Plus(counts);
            await state.WriteStateAsync();
        }
    }

    public async Task ExceedAsync(decimal limit)
    {
        state.State.ExceededLimit = Math.Max(limit, state.State.ExceededLimit ?? 0);
        await state.WriteStateAsync();
    }

    public async Task CancelAsync()
    {
        state.State.Cancellations++;
        await state.WriteStateAsync();
    }

    public Task<RunStatus> GetStatusAsync(decimal? limit)
    {
        Forget();
        // A failed silo and its successor may both report the same partition.
        var open = _silos.Values.SelectMany(static silo => silo.Report.Open).Where(part => !state.State.Done.Contains(part.Key))
            .GroupBy(static part => part.Key).Select(static parts => parts.MaxBy(static part => part.Value.Rows).Value);
        var counts = open.Aggregate(state.State.Counts, static (sum, part) => sum.Plus(part));
        return Task.FromResult(new RunStatus(counts, state.State.Done.Count, _silos.Count, _silos.Values.Sum(static silo => silo.Report.InFlight),
            state.State.Granted, state.State.IsExceeded(limit), time.GetUtcNow() - (state.State.StartedAt ?? time.GetUtcNow())));
    }

    private void Forget()
    {
        foreach (var (name, (report, at)) in _silos.ToList())
        {
            if (time.GetElapsedTime(at) > report.LeaseTime)
            {
                _silos.Remove(name);
            }
        }
    }
}
