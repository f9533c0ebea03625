using System.CommandLine;
using System.Globalization;
using Opper.Evaluation;

namespace Opper.Tool.Evaluations;

/// <summary>The options of the gate.</summary>
internal sealed class GateOptions
{
    private readonly Option<string[]> _minimum = new("--min")
    {
        Description = "The minimum mean of a score, such as exact=0.9. May be repeated.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string[]> _noRegression = new("--no-regression")
    {
        Description = "A score that must not be significantly worse than that of the baseline; with exact=0.02, it must not be worse by more than 0.02 "
            + "either. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _maxFailures = new("--max-failures") { Description = "The maximum number of failed calls and scores." };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "The maximum mean cost of a call in USD." };
    private readonly Option<int?> _maxLatency = new("--max-latency") { Description = "The maximum latency of 95 % of the calls in milliseconds." };
    private readonly Option<string?> _variant = new("--variant") { Description = "The variant that the gate checks. Default: the last one." };

    public IEnumerable<Option> All => [_minimum, _noRegression, _maxFailures, _maxCost, _maxLatency, _variant];

    /// <summary>The variant that the gate checks; null for the last one.</summary>
    public string? Variant(ParseResult arguments) => arguments.GetValue(_variant);

    /// <summary>Reads the conditions before any call is made.</summary>
    public EvaluationGate Read(ParseResult arguments)
    {
        var gate = new EvaluationGate { MaxFailures = arguments.GetValue(_maxFailures) };
        foreach (var (score, value) in arguments.GetRequiredValue(_minimum).Select(text => Read("--min", text)))
        {
            gate.Require(score, value ?? throw new UsageException($"--min needs a score and its minimum mean, such as exact=0.9; it got '{score}'."));
        }

        foreach (var (score, value) in arguments.GetRequiredValue(_noRegression).Select(text => Read("--no-regression", text)))
        {
            gate.RequireNoRegression(score, value ?? double.PositiveInfinity);
        }

        if (arguments.GetValue(_maxCost) is { } cost)
        {
            gate.RequireCost(cost);
        }

        if (arguments.GetValue(_maxLatency) is { } latency)
        {
            gate.RequireLatency(TimeSpan.FromMilliseconds(latency));
        }

        return gate;
    }

    private static (string Score, double? Value) Read(string option, string text)
    {
        var place = text.LastIndexOf('=');
        return place < 0 ? (text, null)
            : place > 0 && double.TryParse(text[(place + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? (text[..place], value)
            : throw new UsageException($"{option} needs a score and a number, such as exact=0.9; it got '{text}'.");
    }
}
