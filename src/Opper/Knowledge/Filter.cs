using System.Collections.ObjectModel;

namespace Opper.Knowledge;

/// <summary>
/// Conditions on document metadata, combined with AND: <c>Filter.Where("year") > 2023 &amp; Filter.Where("lang").In("en", "sv")</c>.
/// A filter is a list of <see cref="KnowledgeFilter"/> that can be assigned to the filters of a query or deletion.
/// </summary>
public sealed class Filter : ReadOnlyCollection<KnowledgeFilter>
{
    private Filter(IList<KnowledgeFilter> conditions)
        : base(conditions)
    {
    }

    internal Filter(string field, FilterOperation operation, FilterValue value)
        : this([new KnowledgeFilter { Field = field, Operation = operation, Value = value }])
    {
    }

    /// <summary>Starts a condition on a metadata field.</summary>
    /// <param name="field">The name of the metadata field.</param>
    /// <returns>The field to compare.</returns>
    /// <exception cref="ArgumentException"><paramref name="field"/> is blank.</exception>
    public static FilterField Where(string field)
    {
        ThrowIf.Blank(field);
        return new FilterField(field);
    }

    /// <summary>Combines the conditions of two filters.</summary>
    /// <param name="left">The first filter.</param>
    /// <param name="right">The second filter.</param>
    /// <returns>A filter with the conditions of both.</returns>
    public static Filter operator &(Filter left, Filter right)
    {
        ThrowIf.Null(left);
        ThrowIf.Null(right);
        return new Filter([.. left, .. right]);
    }

    /// <summary>Not supported: the API has no "or".</summary>
    /// <param name="left">The first filter.</param>
    /// <param name="right">The second filter.</param>
    /// <returns>This operator always throws.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Filter operator |(Filter left, Filter right) =>
        throw new NotSupportedException(
            "The API has no \"or\" between filters. For several values of one field, use Filter.Where(field).In(…); otherwise, run a query for each filter.");

    /// <summary>Returns the conditions as text.</summary>
    /// <returns>The conditions.</returns>
    public override string ToString() => string.Join(" & ", this.Select(static condition => $"{condition.Field} {condition.Operation} {condition.Value}"));
}
