namespace Opper.Batch.Orleans;

/// <summary>The grain storage of jobs.</summary>
internal static class BatchStorage
{
    public const string Name = "opper-batch";
}
