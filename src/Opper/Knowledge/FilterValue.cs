using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Knowledge;

/// <summary>The value of a filter: text, a number, a date, a Boolean, or a list of those. They convert implicitly, and numbers are not rounded.</summary>
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

    /// <summary>Creates a value from text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator FilterValue(string value) => new(NotNull(value));

    /// <summary>Creates a value from an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(long value) => new(value);

    /// <summary>Creates a value from an integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(int value) => new(value);

    /// <summary>Creates a value from a number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(double value) => new(value);

    /// <summary>Creates a value from a single-precision number, in its shortest form: <c>0.1f</c> becomes 0.1.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(float value) => new(value);

    /// <summary>Creates a value from a decimal number, with all its digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(decimal value) => new(value);

    /// <summary>Creates a value from a character.</summary>
    /// <param name="value">The character.</param>
    public static implicit operator FilterValue(char value) => new(value.ToString());

    /// <summary>Creates a value from a Boolean.</summary>
    /// <param name="value">The Boolean.</param>
    public static implicit operator FilterValue(bool value) => new(value);

    /// <summary>Creates a value from a date, in the same format as in metadata.</summary>
    /// <param name="value">The date and time.</param>
    public static implicit operator FilterValue(DateTime value) => Scalar(value);

    /// <summary>Creates a value from a date with an offset, in the same format as in metadata.</summary>
    /// <param name="value">The date and time.</param>
    public static implicit operator FilterValue(DateTimeOffset value) => Scalar(value);

    /// <summary>Creates a list of values for <see cref="FilterOperation.In"/> from a collection expression: <c>Value = ["en", "sv"]</c>.</summary>
    /// <param name="values">The values.</param>
    /// <returns>The value.</returns>
    public static FilterValue Create(ReadOnlySpan<FilterValue> values) => List(values.ToArray());

    /// <summary>Enumerates the values of a list.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<FilterValue> GetEnumerator() => Items().Select(static item => new FilterValue(item)).GetEnumerator();

    internal int Count => Items().Count();

    internal static FilterValue List<T>(IEnumerable<T> values)
    {
        ThrowIf.Null(values);
        return new(values.SelectMany(static value => value is FilterValue filter ? filter.Items() : [Scalar(value).Value]).ToArray());
    }

    // Serialized immediately, so that invalid values throw here rather than when the request is sent.
    private static FilterValue Scalar(object? value)
    {
        var json = RawJson.From(value);
        return json.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? new(json)
            : throw new ArgumentException("A filter value must be text, a number, a date or a Boolean.", nameof(value));
    }

    FilterValue IJsonValue<FilterValue>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}
