using System.IO.Enumeration;
using Opper.Drift.Comparing;

namespace Opper.Drift.OnPurpose;

/// <summary>A reviewed difference, or several in one place, and why.</summary>
internal sealed class OnPurposeEntry
{
    /// <summary>Where, as reports say it; <c>*</c> stands for any text.</summary>
    public string At { get; set; } = string.Empty;

    /// <summary>The kinds meant, as reports say them; all if left out.</summary>
    public IList<string> Kinds { get; set; } = [];

    /// <summary>The operation meant, as reports say it; <c>*</c> stands for any text; all if left out.</summary>
    public string? Operation { get; set; }

    public string Reason { get; set; } = string.Empty;

    public bool Matches(Occurrence difference) =>
        FileSystemName.MatchesSimpleExpression(At, difference.Where, ignoreCase: false)
        && (Kinds.Count == 0 || Kinds.Contains(Names.Of(difference.Kind)))
        && (Operation is null || FileSystemName.MatchesSimpleExpression(Operation, difference.Use.Operation, ignoreCase: false));

    public override string ToString() =>
        string.Join(' ', new[] { At, Kinds.Count > 0 ? $"({string.Join(", ", Kinds)})" : null, Operation }.Where(part => part is not null));
}
