namespace Opper.Drift.OnPurpose;

/// <summary>A rule switched on, and why.</summary>
internal sealed class OnPurposeRule
{
    public string Rule { get; set; } = string.Empty;

    public string Reason { get; set; } = string.Empty;
}
