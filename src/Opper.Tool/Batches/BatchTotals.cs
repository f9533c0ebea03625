using Opper.Batch;

namespace Opper.Tool.Batches;

/// <summary>What a run gave and took; rows that were recorded before cost nothing.</summary>
internal sealed class BatchTotals
{
    public long Done { get; private set; }

    public long Failed { get; private set; }

    public long Replayed { get; private set; }

    public decimal Cost { get; private set; }

    public long Tokens { get; private set; }

    public void Add(BatchItem<RawJson, RawJson> item)
    {
        Done++;
        Failed += item.Succeeded ? 0 : 1;
        Replayed += item.IsReplayed ? 1 : 0;
        Cost += item.IsReplayed ? 0 : item.Cost;
        Tokens += item.IsReplayed ? 0 : item.InputTokens + item.OutputTokens;
    }

    public override string ToString() => FormattableString.Invariant($"{Done:N0} done, {Failed:N0} failed, {Replayed:N0} recorded before; {Tokens:N0} tokens, {Cost:0.000000} USD");
}
