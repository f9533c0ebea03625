namespace Opper.Drift.Comparing;

/// <summary>The severity of a difference, in ascending order.</summary>
internal enum Group
{
    /// <summary>Reviewed: the contract differs intentionally.</summary>
    OnPurpose,

    /// <summary>The live API returns or allows more than the contract.</summary>
    Additive,

    /// <summary>A client generated from the contract fails, or has members that the API does not support.</summary>
    Breaking,
}
