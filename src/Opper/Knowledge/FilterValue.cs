using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Knowledge;

/// <summary>What a filter compares with: text, a number, a date, a truth value, or a list of those. They convert by themselves, and no number is rounded.</summary>
[CollectionBuilder(typeof(FilterValue), nameof(Create))]
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<FilterValue>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<FilterValue>))]
public sealed class FilterValue : JsonUnion, IJsonValue<FilterValue>
{
    private FilterValue()
        : this(null)
    {
    }

    private FilterValue(object? value)
        : base(value)
    {
    }

    /// <summary>Text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator FilterValue(string value) => new(NotNull(value));

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(long value) => new(value);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(int value) => new(value);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(double value) => new(value);

    /// <summary>A number of single precision, which keeps its shortest spelling: <c>0.1f</c> is 0.1.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(float value) => new(value);

    /// <summary>A decimal number, with all its digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(decimal value) => new(value);

    /// <summary>Text of one character.</summary>
    /// <param name="value">The character.</param>
    public static implicit operator FilterValue(char value) => new(value.ToString());

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator FilterValue(bool value) => new(value);

    /// <summary>A date with a time, in the form in which metadata has it.</summary>
    /// <param name="value">The date and time.</param>
    public static implicit operator FilterValue(DateTime value) => Scalar(value);

    /// <summary>A date with a time and an offset, in the form in which metadata has it.</summary>
    /// <param name="value">The date and time.</param>
    public static implicit operator FilterValue(DateTimeOffset value) => Scalar(value);

    /// <summary>Texts, numbers or dates, for <see cref="FilterOperation.In"/>; <c>Value = ["en", "sv"]</c> calls it.</summary>
    /// <param name="values">The values.</param>
    /// <returns>The list.</returns>
    public static FilterValue Create(ReadOnlySpan<FilterValue> values) => List(values.ToArray());

    /// <summary>Enumerates the values of a list.</summary>
    /// <returns>The values; a single one is one item.</returns>
    public IEnumerator<FilterValue> GetEnumerator() => Items().Select(static item => new FilterValue(item)).GetEnumerator();

    internal int Count => Items().Count();

    internal static FilterValue List<T>(IEnumerable<T> values)
    {
        ThrowIf.Null(values);
        return new(values.SelectMany(static value => value is FilterValue filter ? filter.Items() : [Scalar(value).Value]).ToArray());
    }

    // Written at once, so that what is wrong with it is found where it is given.
    private static FilterValue Scalar(object? value)
    {
        var json = RawJson.From(value);
        return json.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? new(json)
            : throw new ArgumentException("A filter compares with text, a number, a date or a truth value.", nameof(value));
    }

    FilterValue IJsonValue<FilterValue>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}
