using System.Globalization;

namespace Opper.Analytics;

public partial class UsageBucket
{
    /// <summary>Reads a field that was asked for, such as <c>total_tokens</c>.</summary>
    /// <param name="name">The field's name, as in the request.</param>
    /// <returns>The sum; <see langword="null"/> when the bucket has none.</returns>
    /// <exception cref="FormatException">The value is not a number.</exception>
    public decimal? GetField(string name) => name switch
    {
        "cost" => Cost,
        "count" => Count,
        _ => GetGroup(name) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Reads the value of a group that was asked for, such as <c>model</c> or a tag.</summary>
    /// <param name="name">The group's name, as in the request.</param>
    /// <returns>The value; <see langword="null"/> when the events of the bucket have none.</returns>
    public string? GetGroup(string name)
    {
        ThrowIf.Null(name);
        return AdditionalProperties.TryGetValue(name, out var value) ? (string?)value : null;
    }
}
