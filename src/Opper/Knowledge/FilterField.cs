namespace Opper.Knowledge;

/// <summary>A metadata field that a condition is about. See <see cref="Filter.Where"/>.</summary>
public sealed class FilterField
{
    private readonly string _name;

    internal FilterField(string name) => _name = name;

    /// <summary>The field has this value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Text, a number, a date or a truth value.</param>
    /// <returns>The condition.</returns>
    public static Filter operator ==(FilterField field, FilterValue value) => Compare(field, FilterOperation.Equal, value);

    /// <summary>The field has another value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Text, a number, a date or a truth value.</param>
    /// <returns>The condition.</returns>
    public static Filter operator !=(FilterField field, FilterValue value) => Compare(field, FilterOperation.NotEqual, value);

    /// <summary>The field is greater than this.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Text, a number or a date.</param>
    /// <returns>The condition.</returns>
    public static Filter operator >(FilterField field, FilterValue value) => Compare(field, FilterOperation.GreaterThan, value);

    /// <summary>The field is less than this.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Text, a number or a date.</param>
    /// <returns>The condition.</returns>
    public static Filter operator <(FilterField field, FilterValue value) => Compare(field, FilterOperation.LessThan, value);

    /// <summary>Not supported: the API has no such operator.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to use instead.</exception>
    public static Filter operator >=(FilterField field, FilterValue value) => throw NotSupported(field, ">=", ">", -1, value);

    /// <summary>Not supported: the API has no such operator.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always; it says what to use instead.</exception>
    public static Filter operator <=(FilterField field, FilterValue value) => throw NotSupported(field, "<=", "<", 1, value);

    /// <summary>The field has one of these values.</summary>
    /// <param name="values">The values: texts, numbers or dates.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public Filter In(params FilterValue[] values) => In<FilterValue>(values);

    /// <inheritdoc cref="In(FilterValue[])"/>
    public Filter In(params string[] values) => In<string>(values);

    /// <inheritdoc cref="In(FilterValue[])"/>
    /// <typeparam name="T">The type of the values: text, numbers or dates.</typeparam>
    public Filter In<T>(IEnumerable<T> values)
    {
        var list = FilterValue.List(values);
        return list.Count > 0 ? new Filter(_name, FilterOperation.In, list) : throw new ArgumentException("At least one value is needed: no document has none of them.", nameof(values));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The name of the field.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => _name;

    private static Filter Compare(FilterField field, FilterOperation operation, FilterValue value)
    {
        ThrowIf.Null(field);
        ThrowIf.Null(value);
        return new Filter(field._name, operation, value);
    }

    // Moving the bound by one would be exact for whole numbers alone, and what the documents hold is not known here.
    private static NotSupportedException NotSupported(FilterField field, string operation, string instead, int step, FilterValue value)
    {
        ThrowIf.Null(field);
        ThrowIf.Null(value);
        var bound = long.TryParse(value.ToString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var whole)
            ? FormattableString.Invariant($"Where the field holds whole numbers only, use Filter.Where(\"{field._name}\") {instead} {whole + step}.")
            : $"Use Filter.Where(\"{field._name}\") {instead} with a bound that leaves the value itself in.";
        return new NotSupportedException($"The API has no operator {operation} for filters; it has =, !=, >, < and in. {bound}");
    }
}
