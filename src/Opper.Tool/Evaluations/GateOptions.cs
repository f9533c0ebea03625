using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Opper.Emulator.Tool;
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

    private readonly Option<int?> _maxFailures = new("--max-failures")
    {
        Description = "The maximum number of failed calls and scores. Default: 0.",
        CustomParser = NumberOption.OptionalFrom(0),
    };
    private readonly Option<decimal?> _maxCost = new("--max-cost")
    {
        Description = "The maximum mean cost of a call in USD.",
        CustomParser = NumberOption.OptionalFrom(0m),
    };
    private readonly Option<int?> _maxLatency = new("--max-latency")
    {
        Description = "The maximum latency of 95 % of the calls in milliseconds.",
        CustomParser = NumberOption.OptionalFrom(0),
    };
    private readonly Option<string?> _variant = new("--variant") { Description = "The variant that the gate checks. Default: the last one." };

    public GateOptions()
    {
        _minimum.Validators.Add(result => Check(result, needsNumber: true));
        _noRegression.Validators.Add(result => Check(result, needsNumber: false));
    }

    public IEnumerable<Option> All => [_minimum, _noRegression, _maxFailures, _maxCost, _maxLatency, _variant];

    /// <summary>The variant that the gate checks; null for the last one.</summary>
    public string? Variant(ParseResult arguments) => arguments.GetValue(_variant);

    /// <summary>The conditions.</summary>
    public EvaluationGate Read(ParseResult arguments)
    {
        var gate = new EvaluationGate { MaxFailures = arguments.GetValue(_maxFailures) ?? 0 };
        foreach (var (score, minimum) in Conditions(arguments, _minimum))
        {
            gate.Require(score, minimum!.Value);
        }

        foreach (var (score, tolerance) in Conditions(arguments, _noRegression))
        {
            gate.RequireNoRegression(score, tolerance ?? double.PositiveInfinity);
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

    /// <summary>Checks that the conditions are about scores that there will be: one that is misspelt would fail after everything was paid for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="scores">The scores of the scorers.</param>
    public void CheckScores(ParseResult arguments, IReadOnlyCollection<string> scores)
    {
        foreach (var option in (ReadOnlySpan<Option<string[]>>)[_minimum, _noRegression])
        {
            if (Conditions(arguments, option).FirstOrDefault(condition => !scores.Contains(condition.Score)) is { Score: { } unknown })
            {
                throw new UsageException($"{option.Name}: there is no score '{unknown}'; there are {string.Join(", ", scores.Select(score => $"'{score}'"))}.");
            }
        }
    }

    private static IEnumerable<(string Score, double? Value)> Conditions(ParseResult arguments, Option<string[]> option) =>
        arguments.GetRequiredValue(option).Select(text => Read(text)!.Value);

    private static void Check(OptionResult result, bool needsNumber)
    {
        var (option, seen) = (result.Option.Name, new HashSet<string>(StringComparer.Ordinal));
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (Read(text) is not { } condition || (needsNumber && condition.Value is null))
            {
                result.AddError($"{option} needs a score and a number from 0 to 1, such as exact={(needsNumber ? "0.9" : "0.02")}; it got '{text}'.");
            }
            else if (!seen.Add(condition.Score))
            {
                result.AddError($"{option} has '{condition.Score}' twice.");
            }
        }
    }

    private static (string Score, double? Value)? Read(string text)
    {
        var place = text.LastIndexOf('=');
        return place < 0 && !string.IsNullOrWhiteSpace(text) ? (text, null)
            : place > 0 && double.TryParse(text[(place + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
                ? (text[..place], value)
            : null;
    }
}
