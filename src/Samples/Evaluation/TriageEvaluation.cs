using Opper.Evaluation;

namespace Opper.Samples.Evaluation;

/// <summary>Two prompts are compared on a dataset: the one without an example fails the gate, the one with an example passes.</summary>
public static class TriageEvaluation
{
    private const string Instructions = "Say which team handles the mail.";

    // The emulator, which is no language model, learns of an example for the very same input only.
    private const string Example = "The parcel came without the billing papers.";

    /// <summary>Runs the evaluation, shows the results and writes a report.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="output">Where the results go.</param>
    /// <param name="reportPath">The HTML file of the report.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the gate says of each prompt.</returns>
    public static async Task<IReadOnlyList<GateResult>> RunAsync(OpperClient opper, TextWriter output, string reportPath,
        CancellationToken cancellationToken = default)
    {
        var cases = EvaluationDataset.FromJsonlAsync(Path.Combine(AppContext.BaseDirectory, "mails.jsonl"), cancellationToken);
        EvaluationVariant[] prompts =
        [
            EvaluationVariant.OfTask(opper, Prompt(), "without an example"),
            EvaluationVariant.OfTask(opper, Prompt(new CallExample { Input = Example, Output = new Ticket(Team.Delivery) }), "with an example"),
        ];
        var runner = new EvaluationRunner(opper, new EvaluationOptions { Name = "samples/triage" });
        var report = await runner.RunAsync(cases, prompts, [Scorers.Exact()], cancellationToken);

        var gate = new EvaluationGate().Require("exact", 0.9).RequireNoRegression("exact");
        var results = report.Variants.Select(variant => gate.Check(report, variant.Name)).ToList();
        foreach (var result in results)
        {
            await output.WriteLineAsync($"{result.Variant}: {(result.Passed ? "passed" : "failed")}");
            foreach (var check in result.Checks)
            {
                await output.WriteLineAsync($"  {(check.Passed ? "ok    " : "not ok")}  {check.Name}: {check.Found}");
            }
        }

        await File.WriteAllTextAsync(reportPath, report.ToHtml(), cancellationToken);
        await output.WriteLineAsync($"The report: {reportPath}");
        return results;
    }

    private static CallRequest Prompt(params CallExample[] examples)
    {
        var request = new CallRequest { Name = "samples/triage", Instructions = Instructions, OutputSchema = OpperSchema.For<Ticket>() };
        if (examples.Length > 0)
        {
            request.Examples = examples;
        }

        return request;
    }
}
