namespace Opper.Drift.Comparing;

/// <summary>What a difference means; the later the graver.</summary>
internal enum Group
{
    /// <summary>Reviewed: the contract differs for a reason.</summary>
    OnPurpose,

    /// <summary>The live API gives or allows more than the contract says.</summary>
    Additive,

    /// <summary>A client made from the contract fails, or promises what is not there.</summary>
    Breaking,
}
