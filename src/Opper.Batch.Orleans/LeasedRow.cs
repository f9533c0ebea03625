namespace Opper.Batch.Orleans;

internal sealed record LeasedRow<TIn, TOut>(LeasedPartition<TIn, TOut> Partition, long Index, TIn Input);
