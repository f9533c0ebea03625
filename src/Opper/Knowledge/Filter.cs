using System.Collections.ObjectModel;

namespace Opper.Knowledge;

/// <summary>
/// Conditions on the metadata of documents, all of which must hold: <c>Filter.Where("year") > 2023 &amp; Filter.Where("lang").In("en", "sv")</c>.
/// It is a list of <see cref="KnowledgeFilter"/>, to be set as the filters of a query or of a deletion.
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

    /// <summary>Begins a condition.</summary>
    /// <param name="field">The name of the metadata field.</param>
    /// <returns>The field, to be compared.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public static FilterField Where(string field)
    {
        ThrowIf.Blank(field);
        return new FilterField(field);
    }

    /// <summary>Both must hold.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>All conditions of both.</returns>
    public static Filter operator &(Filter left, Filter right)
    {
        ThrowIf.Null(left);
        ThrowIf.Null(right);
        return new Filter([.. left, .. right]);
    }

    /// <summary>Not supported: the API has no "or".</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Filter operator |(Filter left, Filter right)
        => throw new NotSupportedException("The API has no \"or\" between filters. For several values of one field use Filter.Where(field).In(…); otherwise query once for each filter.");

    /// <summary>The conditions as they would be written in code.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(" & ", this.Select(static condition => $"{condition.Field} {condition.Operation} {condition.Value}"));
}
