namespace Opper.Drift.OnPurpose;

/// <summary>An enabled rule and its reason.</summary>
internal sealed class OnPurposeRule
{
    public string Rule { get; set; } = string.Empty;

    public string Reason { get; set; } = string.Empty;
}
