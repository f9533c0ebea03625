using System.Text.Json;

namespace Opper;

/// <summary>What a filter compares with: text, a number, a truth value, or a list of texts or numbers. They convert by themselves.</summary>
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

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator FilterValue(bool value) => new(value);

    /// <summary>Texts, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The texts.</param>
    public static implicit operator FilterValue(string[] values) => new(Array(values));

    /// <summary>Whole numbers, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator FilterValue(int[] values) => new(Array(values));

    /// <summary>Whole numbers, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator FilterValue(long[] values) => new(Array(values));

    /// <summary>Numbers, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator FilterValue(double[] values) => new(Array(values));

    FilterValue IJsonValue<FilterValue>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}
