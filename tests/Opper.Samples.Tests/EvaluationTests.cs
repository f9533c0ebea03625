using Opper.Samples.Evaluation;

namespace Opper.Samples.Tests;

public sealed class EvaluationTests : SampleFixture
{
    private const string Name = "samples/triage";

    [SetUp]
    public void OneIsWrong() => Emulator.OnCall(Name)
        .When(call => call.Input!.ToString().Contains("parcel", StringComparison.Ordinal))
        .Returns(new { Team = "Billing" });

    [Test]
    public async Task Each_entry_is_compared_and_the_mean_is_told()
    {
        await TriageEvaluation.RunAsync(Connection.CreateClient(), Output, Name);

        Assert.That(Lines.SkipLast(1).Count(line => line.StartsWith("right  ", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(Lines, Has.One.StartsWith("wrong  ").And.EndsWith("The parcel came without the bill."));
        Assert.That(Lines[^1], Is.EqualTo("exact_match: 0.75 of 4 entries"));
    }

    [Test]
    public async Task Every_result_is_a_metric_of_its_span()
    {
        await TriageEvaluation.RunAsync(Connection.CreateClient(), Output, Name);

        var opper = Connection.CreateClient();
        var trace = await opper.Traces.GetAsync((await opper.Traces.ListAsync("evaluate_triage")).Data.Single().Id);
        var values = trace.Spans!.ToLookup(span => span.ParentSpanId is null, span => span.Metrics!.Single().Value);
        Assert.That(values[true], Is.EqualTo(new[] { 0.75 }));
        Assert.That(values[false].Order(), Is.EqualTo(new[] { 0d, 1, 1, 1 }));
    }

    [Test]
    public async Task The_function_made_for_it_is_deleted()
    {
        await TriageEvaluation.RunAsync(Connection.CreateClient(), Output, Name);

        Assert.That((await Connection.CreateClient().Functions.ListAsync(Name)).Data, Is.Empty);
    }
}
