using System.Globalization;
using Newtonsoft.Json.Linq;
using Opper.Datasets;
using Opper.Functions;
using Opper.Tracing;

namespace Opper.Samples.Evaluation;

/// <summary>Evaluates a function on a dataset: each entry is run and compared with the expected output, and the score is a metric of its span.</summary>
public static class TriageEvaluation
{
    private const string Dimension = "exact_match";

    private static readonly (string Mail, Team Expected)[] Examples =
    [
        ("The billing is wrong, I paid twice.", Team.Billing),
        ("Where is my delivery? It should have come on Monday.", Team.Delivery),
        ("The technics of my heater: it shows error 7.", Team.Technics),
        ("The parcel came without the bill.", Team.Delivery),
    ];

    /// <summary>Fills the dataset, runs the evaluation and writes the result.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="output">The output.</param>
    /// <param name="name">The name of the function, which is created for the evaluation and deleted afterwards. Default: a unique name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes after the output has been written.</returns>
    public static async Task RunAsync(OpperClient opper, TextWriter output, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opper);
        var function = await opper.Functions.CreateAsync(
            new CreateFunctionRequest
            {
                Name = name ?? $"samples/triage-{Guid.NewGuid():N}",
                Instructions = "Say which team handles the mail.",
                OutputSchema = OpperSchema.For<Ticket>(),
            },
            cancellationToken: cancellationToken);
        try
        {
            await FillAsync(opper, function.DatasetId!, cancellationToken);
            await EvaluateAsync(opper, function, output, cancellationToken);
        }
        finally
        {
            // Also runs when canceled, so it does not use that token.
            await opper.Functions.DeleteAsync(function.Id, cancellationToken: CancellationToken.None);
        }
    }

    private static async Task FillAsync(OpperClient opper, string datasetId, CancellationToken cancellationToken)
    {
        foreach (var (mail, expected) in Examples)
        {
            var ticket = new Ticket(expected);
            var entry = new CreateDatasetEntryRequest { Input = mail, Output = ticket, Expected = ticket };
            await opper.Datasets.CreateEntryAsync(datasetId, entry, cancellationToken: cancellationToken);
        }
    }

    private static async Task EvaluateAsync(OpperClient opper, Function function, TextWriter output, CancellationToken cancellationToken)
    {
        var scores = new List<double>();
        await opper.Spans.RunAsync(
            "evaluate_triage",
            function.Name,
            async span =>
            {
                await foreach (var entry in opper.Datasets.ListAllEntriesAsync(function.DatasetId!, cancellationToken: cancellationToken))
                {
                    var answer = await opper.Functions.CallAsync(function.Id, new CallFunctionRequest { Input = entry.Input }, cancellationToken: cancellationToken);
                    var score = JToken.DeepEquals(answer.JsonPayload, JToken.Parse(entry.Expected!)) ? 1 : 0;
                    scores.Add(score);
                    await opper.SpanMetrics.CreateAsync(answer.SpanId, new CreateSpanMetricRequest { Dimension = Dimension, Value = score }, cancellationToken: cancellationToken);
                    await output.WriteLineAsync($"{(score == 1 ? "right" : "wrong")}  {answer.JsonPayload?["Team"],-8}  {entry.Input}");
                }

                await span.RecordMetricAsync(Dimension, scores.Average(), $"mean of {scores.Count}", cancellationToken);
            },
            cancellationToken: cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Dimension}: {scores.Average():0.00} of {scores.Count} entries"));
    }
}
