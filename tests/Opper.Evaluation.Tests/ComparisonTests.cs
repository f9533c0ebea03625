using CsCheck;

namespace Opper.Evaluation.Tests;

/// <summary>Variants compared case by case.</summary>
public sealed class ComparisonTests : EvaluationTest
{
    [Test]
    public async Task Wins_losses_and_difference_are_computed_per_case()
    {
        var report = await ReportAsync([0, 0, 1, 0.5, 1], [1, 1, 0, 0.5, 1]);

        var comparison = report.Compare("b").Single();

        Assert.That((comparison.Wins, comparison.Losses, comparison.Ties), Is.EqualTo((2, 1, 2)));
        Assert.That((comparison.BaselineMean, comparison.VariantMean, comparison.Difference), Is.EqualTo((0.5, 0.7, 0.2)).Within(1e-9));
        Assert.That(comparison.Low, Is.LessThan(0.2));
        Assert.That(comparison.High, Is.GreaterThan(0.2));
        Assert.That(comparison.IsSignificant, Is.False);
    }

    [Test]
    public async Task Differences_by_rounding_are_ties_and_no_regression()
    {
        var report = await ReportAsync([0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2], [0.3, 0.3, 0.3]);

        var comparison = report.Compare("b").Single();

        Assert.That((comparison.Ties, comparison.Low, comparison.High, comparison.IsSignificant), Is.EqualTo((3, 0d, 0d, false)));
        Assert.That(new EvaluationGate().RequireNoRegression(comparison.Score, tolerance: 0).Check(report, "b").Checks[1].Passed, Is.True);
    }

    [TestCase(0.7, 0.8, 0.9)]
    [TestCase(0.8, 0.8, 0.8)]
    [TestCase(0.9, 0.9, 0.6)]
    public async Task A_mean_that_is_the_minimum_is_not_below_it_by_rounding(params double[] scores)
    {
        var report = await ReportAsync([.. scores.Select(score => score + 0.02)], scores);
        var name = report.Compare("b").Single().Score;

        var gate = new EvaluationGate().Require(name, 0.8).RequireNoRegression(name, tolerance: 0.02).Check(report, "b");

        Assert.That(gate.Checks[1].Passed, Is.True, gate.Checks[1].Found);
        Assert.That(report.Compare("b").Single().Difference, Is.EqualTo(-0.02).Within(1e-12));
    }

    [Test]
    public async Task A_mean_just_below_the_minimum_is_shown_as_such()
    {
        var report = await ReportAsync([1], [0.8998]);
        Assert.That(new EvaluationGate().Require(report.Compare("b").Single().Score, 0.9).Check(report, "b").Checks[1].Found, Is.EqualTo("0.8998"));
    }

    [TestCase(1d)]
    [TestCase(0d, 1d)]
    [TestCase(0.5, 0.5, 0.5)]
    public async Task A_few_cases_have_an_interval(params double[] scores)
    {
        var comparison = (await ReportAsync([.. scores.Select(_ => 0d)], scores)).Compare("b").Single();

        Assert.That((comparison.Low, comparison.High), Is.EqualTo((scores.Min(), scores.Max())).Within(1e-12));
        Assert.That(comparison.Wins + comparison.Losses + comparison.Ties, Is.EqualTo(scores.Length));
    }

    [Test]
    public async Task A_comparison_of_the_gate_and_the_reports_is_calculated_once()
    {
        var report = await new EvaluationRunner(Opper).RunAsync(EvaluationDataset.Of(("1", "a")), [Table("base", ("1", "a")), Table("other", ("1", "b"))],
            [Scorers.Exact()]);

        var comparison = report.Compare("other")[0];

        Assert.That(report.Compare("other", options: new ComparisonOptions())[0], Is.SameAs(comparison));
        Assert.That(report.Compare("other", options: new ComparisonOptions { Seed = 2 })[0], Is.Not.SameAs(comparison));
        Assert.That(report.Compare("base", "other")[0].Difference, Is.EqualTo(-comparison.Difference));
    }

    [Test]
    public async Task The_interval_is_deterministic_for_a_seed()
    {
        var report = await ReportAsync([.. Enumerable.Range(0, 30).Select(i => i % 3 / 2d)], [.. Enumerable.Range(0, 30).Select(i => i % 4 / 3d)]);

        Assert.That(report.Compare("b"), Is.EqualTo(report.Compare("b")));
        Assert.That(report.Compare("b", options: new ComparisonOptions { Seed = 2 })[0].Low, Is.Not.EqualTo(report.Compare("b")[0].Low));
    }

    [Test]
    public async Task The_interval_contains_the_mean_is_antisymmetric_and_narrows_with_less_confidence() =>
        await Gen.Double[0, 1].Array[2, 20].SelectMany(one => Gen.Double[0, 1].Array[one.Length].Select(other => (one, other))).SampleAsync(async pair =>
        {
            var report = await ReportAsync(pair.one, pair.other);
            var comparison = report.Compare("b").Single();
            var turned = report.Compare("a", "b").Single();
            var narrow = report.Compare("b", options: new ComparisonOptions { Confidence = 0.5 }).Single();

            Assert.That(comparison.Difference, Is.InRange(comparison.Low - 1e-9, comparison.High + 1e-9));
            Assert.That((turned.Low, turned.High), Is.EqualTo((-comparison.High, -comparison.Low)).Within(0.02));
            Assert.That(narrow.High - narrow.Low, Is.LessThanOrEqualTo(comparison.High - comparison.Low + 1e-9));
            Assert.That(comparison.Low,
                Is.InRange(pair.other.Zip(pair.one, (x, y) => x - y).Min() - 1e-9, pair.other.Zip(pair.one, (x, y) => x - y).Max() + 1e-9));
        }, iter: 20, threads: 1);

    [Test]
    public async Task The_interval_approximates_the_normal_one_for_many_cases()
    {
        var random = new Random(7);
        double[] differences = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
        var comparison = (await ReportAsync(new double[400], differences)).Compare("b").Single();

        // The standard error of a mean of 400 uniform values is sqrt(1 / 12 / 400).
        var half = 1.96 * Math.Sqrt(1 / 12d / 400);
        Assert.That(comparison.High - comparison.Low, Is.EqualTo(2 * half).Within(0.15 * 2 * half));
        Assert.That(comparison.IsSignificant, Is.True);
    }

    [Test]
    public async Task The_interval_equals_the_exact_one_if_all_resamples_can_be_enumerated()
    {
        int[] differences = [1, 1, 0, 0, -1];
        IEnumerable<int> sums = [0];
        foreach (var _ in differences)
        {
            sums = [.. sums.SelectMany(sum => differences.Select(difference => sum + difference))];
        }

        double[] means = [.. sums.Order().Select(sum => sum / 5d)];

        var options = new ComparisonOptions { Confidence = 0.9, Resamples = 20_000 };
        var comparison = (await ReportAsync([0, 0, 0.5, 0.5, 1], [1, 1, 0.5, 0.5, 0])).Compare("b", options: options).Single();

        // 3,125 resamples; none of these two means is within six standard errors of the next.
        var expected = (means[(int)(0.05 * means.Length)], means[(int)(0.95 * means.Length)]);
        Assert.That(expected, Is.EqualTo((-0.4, 0.8)).Within(1e-9));
        Assert.That((comparison.Low, comparison.High), Is.EqualTo(expected).Within(1e-9));
    }

    private async Task<EvaluationReport> ReportAsync(double[] one, double[] other)
    {
        var cases = EvaluationDataset.Of([.. one.Select((_, index) => ((object?)index, (object?)null))]);
        EvaluationVariant Of(string name, double[] values) =>
            EvaluationVariant.Of(name, "1", (input, _) => Task.FromResult(new EvaluationOutput(values[(int)input])));
        return await new EvaluationRunner(Opper).RunAsync(cases, [Of("a", one), Of("b", other)], [Scorers.Of("score", context => (double)context.Output)]);
    }
}
