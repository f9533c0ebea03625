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

        state.State.Lease++;
        state.State.Time = duration;
        await state.WriteStateAsync();
        _renewed = time.GetTimestamp();
        return state.State.Lease;
    }

    public Task<bool> RenewAsync(long lease)
    {
        var holds = lease == state.State.Lease && !state.State.IsDone && IsLeased;
        _renewed = holds ? time.GetTimestamp() : _renewed;
        return Task.FromResult(holds);
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
}
