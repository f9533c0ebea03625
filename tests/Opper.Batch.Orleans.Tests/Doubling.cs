namespace Opper.Batch.Orleans.Tests;

/// <summary>The job of these tests: numbers in partitions, each doubled by a call.</summary>
internal static class Doubling
{
    public const int Partitions = 50;

    public static BatchJob<int, string> Job(OpperClient opper, string folder, int rows, int concurrency, decimal limit, int partitions = Partitions,
        string name = "doubling") => new(name)
    {
        Partitions = partitions,
        Folder = folder,
        ConcurrencyOfSilo = concurrency,
        IsAdaptive = false,
        LeaseTime = TimeSpan.FromSeconds(8),
        BudgetLimit = limit,
        MaxRowCost = 0.0001m,
        Read = partition => Enumerable.Range(0, rows).Where(row => row % partitions == partition).ToAsyncEnumerable(),
        Call = async (row, token) => (await opper.CallAsync<string>("double", "Double the number.", row, cancellationToken: token)).Value,
    };
}
