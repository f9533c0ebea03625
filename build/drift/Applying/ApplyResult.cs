using Opper.Drift.Comparing;

namespace Opper.Drift.Applying;

/// <summary>The contract with the additive differences in it, and what was left to people.</summary>
internal sealed record ApplyResult(string Text, IReadOnlyList<Difference> Applied, IReadOnlyList<(Difference Difference, string Why)> ByHand);
