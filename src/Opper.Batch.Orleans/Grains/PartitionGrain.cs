using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans.Grains;

/// <inheritdoc cref="IPartitionGrain"/>
internal sealed class PartitionGrain([PersistentState("partition", BatchCluster.StorageName)] IPersistentState<PartitionState> state, TimeProvider time)
    : Grain, IPartitionGrain
{
    // Renewals are not persisted, so after the grain has moved from a failed silo, the lease in its state is valid from now on.
    private long _renewed = time.GetTimestamp();

    private bool IsLeased => state.State.Lease > 0 && time.GetElapsedTime(_renewed) <= state.State.Time;

    public async Task<long> LeaseAsync(TimeSpan duration)
    {
        if (state.State.IsDone || IsLeased)
        {
            return state.State.IsDone ? IPartitionGrain.Done : 0;
        }

        // Not the next number: if the storage has lost its data, the new lease would have the number of one that is still in use.
        state.State.Lease += Random.Shared.Next(1, 1_000_000);
        state.State.Time = duration;
        await state.WriteStateAsync();
        _renewed = time.GetTimestamp();
        return state.State.Lease;
    }

    public async Task<bool> RenewAsync(long lease)
    {
        await RefreshAsync();
        var holds = lease == state.State.Lease && !state.State.IsDone && IsLeased;
        _renewed = holds ? time.GetTimestamp() : _renewed;
        return holds;
    }

    public async Task<bool> CompleteAsync(long lease)
    {
        if (lease != state.State.Lease)
        {
            return false;
        }

        state.State.IsDone = true;
        await state.WriteStateAsync();
        return true;
    }

    // A divided cluster has two activations of the grain, of which only the storage knows the last lease.
    private async Task RefreshAsync()
    {
        var known = state.State;
        try
        {
            await state.ReadStateAsync();
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            // Without the storage, no other silo can lease the partition.
            return;
        }

        if (!state.RecordExists && known.Lease > 0)
        {
            // The storage has lost its data.
            state.State = known;
            await state.WriteStateAsync();
        }
        else if (state.State.Lease != known.Lease)
        {
            _renewed = time.GetTimestamp();
        }
    }
}
