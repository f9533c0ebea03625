using Opper.Evaluation.Reports;

namespace Opper.Evaluation;

/// <summary>The outcome of a gate.</summary>
/// <param name="Variant">The name of the variant that it is about.</param>
/// <param name="Checks">All conditions.</param>
public sealed record GateResult(string Variant, IReadOnlyList<GateCheck> Checks)
{
    /// <summary>Whether all conditions hold.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>An exit code for a program that ends with it: 0, or 1 where a condition does not hold.</summary>
    public int ExitCode => Passed ? 0 : 1;

    /// <summary>The outcome as JUnit XML, as build servers read it: a test for each condition, and one for each case of the variant.</summary>
    /// <param name="report">The evaluation.</param>
    /// <returns>The XML. Cases whose call or score failed are errors; conditions that do not hold are failures.</returns>
    public string ToJUnit(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JUnitReport.Write(report, this);
    }
}
