namespace Opper.Knowledge;

/// <summary>A metadata field to compare. See <see cref="Filter.Where"/>.</summary>
public sealed class FilterField
{
    private readonly string _name;

    internal FilterField(string name) => _name = name;

    /// <summary>Matches documents whose field equals a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value: text, a number, a date or a Boolean.</param>
    /// <returns>The condition.</returns>
    public static Filter operator ==(FilterField field, FilterValue value) => Compare(field, FilterOperation.Equal, value);

    /// <summary>Matches documents whose field differs from a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value: text, a number, a date or a Boolean.</param>
    /// <returns>The condition.</returns>
    public static Filter operator !=(FilterField field, FilterValue value) => Compare(field, FilterOperation.NotEqual, value);

    /// <summary>Matches documents whose field is greater than a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value: text, a number or a date.</param>
    /// <returns>The condition.</returns>
    public static Filter operator >(FilterField field, FilterValue value) => Compare(field, FilterOperation.GreaterThan, value);

    /// <summary>Matches documents whose field is less than a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value: text, a number or a date.</param>
    /// <returns>The condition.</returns>
    public static Filter operator <(FilterField field, FilterValue value) => Compare(field, FilterOperation.LessThan, value);

    /// <summary>Not supported: the API has no such operator.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <returns>This operator always throws.</returns>
    /// <exception cref="NotSupportedException">Always; the message suggests an alternative.</exception>
    public static Filter operator >=(FilterField field, FilterValue value) => throw NotSupported(field, ">=", ">", -1, value);

    /// <summary>Not supported: the API has no such operator.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <returns>This operator always throws.</returns>
    /// <exception cref="NotSupportedException">Always; the message suggests an alternative.</exception>
    public static Filter operator <=(FilterField field, FilterValue value) => throw NotSupported(field, "<=", "<", 1, value);

    /// <summary>Matches documents whose field equals one of the values.</summary>
    /// <param name="values">The values: text, numbers or dates.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty.</exception>
    public Filter In(params FilterValue[] values) => In<FilterValue>(values);

    /// <inheritdoc cref="In(FilterValue[])"/>
    public Filter In(params string[] values) => In<string>(values);

    /// <inheritdoc cref="In(FilterValue[])"/>
    /// <typeparam name="T">The type of the values: text, numbers or dates.</typeparam>
    public Filter In<T>(IEnumerable<T> values)
    {
        var list = FilterValue.List(values);
        return list.Count > 0 ? new Filter(_name, FilterOperation.In, list) : throw new ArgumentException("At least one value is required.", nameof(values));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Returns the name of the field.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => _name;

    private static Filter Compare(FilterField field, FilterOperation operation, FilterValue value)
    {
        ThrowIf.Null(field);
        ThrowIf.Null(value);
        return new Filter(field._name, operation, value);
    }

    // The operators are not emulated by shifting the bound, which is only correct if the documents contain whole numbers.
    private static NotSupportedException NotSupported(FilterField field, string operation, string instead, int step, FilterValue value)
    {
        ThrowIf.Null(field);
        ThrowIf.Null(value);
        var bound = long.TryParse(value.ToString(), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out var whole)
            ? FormattableString.Invariant($"If the field contains only whole numbers, use Filter.Where(\"{field._name}\") {instead} {whole + step}.")
            : $"Use Filter.Where(\"{field._name}\") {instead} with a bound that includes the value itself.";
        return new NotSupportedException($"The API has no operator {operation} for filters; it has =, !=, >, < and in. {bound}");
    }
}
