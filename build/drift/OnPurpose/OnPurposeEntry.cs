using System.IO.Enumeration;
using Opper.Drift.Comparing;

namespace Opper.Drift.OnPurpose;

/// <summary>One or more reviewed differences at a location, and the reason.</summary>
internal sealed class OnPurposeEntry
{
    /// <summary>The location as in reports; <c>*</c> matches any text.</summary>
    public string At { get; set; } = string.Empty;

    /// <summary>The kinds, as in reports; all if omitted.</summary>
    public IList<string> Kinds { get; set; } = [];

    /// <summary>The operation, as in reports; <c>*</c> matches any text; all if omitted.</summary>
    public string? Operation { get; set; }

    public string Reason { get; set; } = string.Empty;

    public bool Matches(Occurrence difference) =>
        FileSystemName.MatchesSimpleExpression(At, difference.Where, ignoreCase: false)
        && (Kinds.Count == 0 || Kinds.Contains(Names.Of(difference.Kind)))
        && (Operation is null || FileSystemName.MatchesSimpleExpression(Operation, difference.Use.Operation, ignoreCase: false));

    public override string ToString() =>
        string.Join(' ', new[] { At, Kinds.Count > 0 ? $"({string.Join(", ", Kinds)})" : null, Operation }.Where(part => part is not null));
}
