using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Options at the ends of their ranges, and beyond.</summary>
public sealed class OptionTests
{
    private static IEnumerable<TestCaseData> Extremes()
    {
        yield return Case("Window in order", static options => (options.Window, options.Order) = (int.MaxValue, BatchOrder.Input));
        yield return Case("Window", static options => options.Window = int.MaxValue);
        yield return Case("MaxConcurrency", static options => (options.MaxConcurrency, options.InitialConcurrency) = (int.MaxValue, int.MaxValue));
        yield return Case("RequestsPerMinute", static options => options.RequestsPerMinute = int.MaxValue);
        yield return Case("TokensPerMinute", static options => options.TokensPerMinute = int.MaxValue);
        yield return Case("MaxAttempts", static options => options.MaxAttempts = int.MaxValue);
        yield return Case("Total", static options => options.Total = long.MaxValue);
        yield return Case("Total of none", static options => options.Total = 0);
        yield return Case("BudgetLimit", static options => (options.BudgetLimit, options.MaxRowCost) = (decimal.MaxValue, decimal.MaxValue));
        yield return Case("MaxRefusalTime", static options => options.MaxRefusalTime = TimeSpan.MaxValue);
        yield return Case("JournalTimeout", static options => options.JournalTimeout = TimeSpan.MaxValue);
        yield return Case("ProgressInterval", static options => options.ProgressInterval = TimeSpan.FromTicks(1));
        yield return Case("ActivitySampling", static options => options.ActivitySampling = double.Epsilon);
        yield return Case("no ActivitySampling", static options => options.ActivitySampling = 0);
    }

    private static IEnumerable<TestCaseData> Invalid()
    {
        yield return Case("ActivitySampling", static options => options.ActivitySampling = double.NaN);
        yield return Case("ActivitySampling", static options => options.ActivitySampling = -double.NaN);
        yield return Case("ActivitySampling", static options => options.ActivitySampling = double.PositiveInfinity);
        yield return Case("ActivitySampling", static options => options.ActivitySampling = 1.5);
        yield return Case("Total", static options => options.Total = -1);
        yield return Case("Order", static options => options.Order = (BatchOrder)7);
        yield return Case("Window", static options => options.Window = 0);
        yield return Case("MaxConcurrency", static options => options.MaxConcurrency = -1);
        yield return Case("InitialConcurrency", static options => options.InitialConcurrency = int.MinValue);
        yield return Case("MaxAttempts", static options => options.MaxAttempts = 0);
        yield return Case("RequestsPerMinute", static options => options.RequestsPerMinute = 0);
        yield return Case("TokensPerMinute", static options => options.TokensPerMinute = -1);
        yield return Case("DrainTimeout", static options => options.DrainTimeout = TimeSpan.MaxValue);
        yield return Case("ProgressInterval", static options => options.ProgressInterval = TimeSpan.Zero);
        yield return Case("MaxRefusalTime", static options => options.MaxRefusalTime = TimeSpan.MinValue);
        yield return Case("JournalTimeout", static options => options.JournalTimeout = TimeSpan.FromTicks(-1));
    }

    [TestCaseSource(nameof(Extremes))]
    public async Task A_run_works_with_the_extremes_of_its_options(string name, Action<BatchOptions> set)
    {
        using var folder = new TestFolder();
        var options = new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", Progress = new Progress<BatchProgress>() };
        set(options);
        var runner = BatchRunner.For<int, int>(static async (row, _) =>
        {
            await Task.Delay((5 - row) * 3, CancellationToken.None);
            return row;
        }, options);

        Assert.That(await runner.RunAsync(Enumerable.Range(0, 5)).Select(static item => item.Output).Order().ToListAsync(),
            Is.EqualTo(new[] { 0, 1, 2, 3, 4 }), name);
    }

    [TestCaseSource(nameof(Invalid))]
    public void An_option_that_is_not_valid_is_named_before_anything_is_called(string name, Action<BatchOptions> set)
    {
        var options = new BatchOptions();
        set(options);

        Assert.That(() => BatchRunner.For<int, int>(static (row, _) => Task.FromResult(row), options),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name));
    }

    [Test]
    public void Projections_of_a_pilot_do_not_overflow()
    {
        var pilot = new BatchPilot { Rows = 2, Cost = 2e20m, MeanDuration = TimeSpan.FromSeconds(1), Concurrency = 4 };

        Assert.That(pilot.ProjectTime(8), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(pilot.ProjectTime(long.MaxValue), Is.EqualTo(TimeSpan.MaxValue));
        Assert.That(pilot.ProjectCost(3), Is.EqualTo(3e20m));
        Assert.That(pilot.ProjectCost(long.MaxValue), Is.EqualTo(decimal.MaxValue));
        Assert.That(new BatchPilot().ProjectTime(5), Is.EqualTo(TimeSpan.Zero));
        Assert.That(new BatchPilot().ProjectCost(0), Is.EqualTo(0m));
        Assert.That(() => pilot.ProjectTime(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => pilot.ProjectCost(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static TestCaseData Case(string name, Action<BatchOptions> set) => new(name, set);
}
