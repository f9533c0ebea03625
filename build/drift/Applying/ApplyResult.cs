using Opper.Drift.Comparing;

namespace Opper.Drift.Applying;

/// <summary>The contract with the additive differences applied, and those that must be applied by hand.</summary>
internal sealed record ApplyResult(string Text, IReadOnlyList<Difference> Applied, IReadOnlyList<(Difference Difference, string Why)> ByHand);
