using Opper.Evaluation.Reports;

namespace Opper.Evaluation;

/// <summary>The result of a gate.</summary>
/// <param name="Variant">The name of the checked variant.</param>
/// <param name="Checks">All conditions.</param>
public sealed record GateResult(string Variant, IReadOnlyList<GateCheck> Checks)
{
    /// <summary>Whether all conditions are met.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>The exit code for a program: 0 if the gate is passed, otherwise 1.</summary>
    public int ExitCode => Passed ? 0 : 1;

    /// <summary>The result as JUnit XML for build servers: a test for each condition, and for each case of the variant.</summary>
    /// <param name="report">The evaluation.</param>
    /// <returns>The XML. Cases with a failed call or score are errors; conditions that are not met are failures.</returns>
    public string ToJUnit(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JUnitReport.Write(report, this);
    }
}
