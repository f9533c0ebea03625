using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What a filter compares with: text, a number, a truth value, or a list of texts or numbers. They convert by themselves.</summary>
[JsonConverter(typeof(Converter))]
public sealed class FilterValue : JsonUnion
{
    private FilterValue(JToken json)
        : base(json)
    {
    }

    /// <summary>Text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator FilterValue(string value) => new(String(value));

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(long value) => new(new JValue(value));

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(int value) => new(new JValue(value));

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator FilterValue(double value) => new(new JValue(value));

    /// <summary>A truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator FilterValue(bool value) => new(new JValue(value));

    /// <summary>Texts, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The texts.</param>
    public static implicit operator FilterValue(string[] values) => new(Array(values, String));

    /// <summary>Whole numbers, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator FilterValue(int[] values) => new(Array(values, static value => new JValue(value)));

    /// <summary>Numbers, for <see cref="FilterOperation.In"/>.</summary>
    /// <param name="values">The numbers.</param>
    public static implicit operator FilterValue(double[] values) => new(Array(values, static value => new JValue(value)));

    private sealed class Converter : UnionConverter<FilterValue>
    {
        protected override FilterValue Create(JToken json) => new(json);
    }
}
