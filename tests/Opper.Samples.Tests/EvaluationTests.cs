using Opper.Samples.Evaluation;

namespace Opper.Samples.Tests;

public sealed class EvaluationTests : SampleFixture
{
    private string _report = null!;

    [SetUp]
    public void NameReport() => _report = Path.GetTempFileName();

    [TearDown]
    public void DeleteReport() => File.Delete(_report);

    [Test]
    public async Task The_worse_prompt_fails_the_gate_and_the_better_one_passes()
    {
        var results = await TriageEvaluation.RunAsync(Connection.CreateClient(), Output, _report);

        Assert.That(results.Select(result => (result.Variant, result.Passed)), Is.EqualTo(new[] { ("without an example", false), ("with an example", true) }));
        Assert.That(Lines, Has.One.EqualTo("  not ok  exact is at least 0.9: 0.75"));
        Assert.That(await File.ReadAllTextAsync(_report), Does.Contain("The parcel came without the billing papers."));
    }

    [Test]
    public async Task Every_score_is_a_metric_of_its_span()
    {
        await TriageEvaluation.RunAsync(Connection.CreateClient(), Output, _report);

        var opper = Connection.CreateClient();
        var values = new List<double>();
        await foreach (var trace in opper.Traces.ListAllAsync("samples/triage"))
        {
            values.AddRange((await opper.Traces.GetAsync(trace.Id)).Spans!.SelectMany(span => span.Metrics ?? []).Select(metric => metric.Value));
        }

        Assert.That(values.Order(), Is.EqualTo(new[] { 0d, 1, 1, 1, 1, 1, 1, 1 }));
    }
}
