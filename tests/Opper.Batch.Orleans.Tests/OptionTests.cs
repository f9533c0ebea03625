using Microsoft.Extensions.Hosting;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Options that no silo can have are rejected by name before it is started.</summary>
public sealed class OptionTests
{
    private static IEnumerable<TestCaseData> InvalidJobs()
    {
        yield return new TestCaseData("Partitions", Job(partitions: 0));
        yield return new TestCaseData("Partitions", Job(partitions: int.MinValue));
        yield return new TestCaseData("Folder", Job(folder: " "));
        yield return new TestCaseData("ConcurrencyOfSilo", Job(concurrency: 0));
        yield return new TestCaseData("RequestsPerMinute", Job(rate: -1));
        yield return new TestCaseData("BudgetLimit", Job(budget: -1));
        yield return new TestCaseData("BudgetLimit", Job(budget: decimal.MaxValue, cost: 1));
        yield return new TestCaseData("MaxRowCost", Job(cost: -1));
        yield return new TestCaseData("MaxRowCost", Job(budget: 1, cost: decimal.MaxValue));
        yield return new TestCaseData("LeaseTime", Job(lease: TimeSpan.Zero));
        yield return new TestCaseData("LeaseTime", Job(lease: Timeout.InfiniteTimeSpan));
    }

    private static IEnumerable<TestCaseData> InvalidOptions()
    {
        yield return Case("SiloPort", static options => options.SiloPort = 0);
        yield return Case("SiloPort", static options => options.SiloPort = 65536);
        yield return Case("GatewayPort", static options => options.GatewayPort = -1);
        yield return Case("ClusterId", static options => options.ClusterId = "");
        yield return Case("Redis", static options => options.Redis = " ");

        static TestCaseData Case(string name, Action<BatchClusterOptions> set) => new(name, set);
    }

    [TestCaseSource(nameof(InvalidJobs))]
    public void An_option_of_a_job_that_is_not_valid_is_named(string name, BatchJob job) => AssertNamed(name, options => options.Jobs.Add(job));

    [TestCaseSource(nameof(InvalidOptions))]
    public void An_option_of_a_silo_that_is_not_valid_is_named(string name, Action<BatchClusterOptions> set) => AssertNamed(name, set);

    private static void AssertNamed(string name, Action<BatchClusterOptions> set) =>
        Assert.That(() => Host.CreateEmptyApplicationBuilder(null).UseOpperBatch(set),
            Throws.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name));

    private static BatchJob<int, int> Job(int partitions = 1, string folder = "results", int concurrency = 1, int? rate = null, decimal? budget = null,
        decimal? cost = null, TimeSpan? lease = null) => new("job")
    {
        Partitions = partitions,
        Folder = folder,
        ConcurrencyOfSilo = concurrency,
        RequestsPerMinute = rate,
        BudgetLimit = budget,
        MaxRowCost = cost,
        LeaseTime = lease ?? TimeSpan.FromSeconds(15),
        Read = static _ => AsyncEnumerable.Empty<int>(),
        Call = static (row, _) => Task.FromResult(row),
    };
}
