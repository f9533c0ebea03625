using System.Globalization;

namespace Opper.Analytics;

public partial class UsageBucket
{
    /// <summary>Gets the sum of a requested field, such as <c>total_tokens</c>.</summary>
    /// <param name="name">The field name, as in the request.</param>
    /// <returns>The sum, or <see langword="null"/> if the bucket does not have the field.</returns>
    /// <exception cref="FormatException">The value is not a number.</exception>
    public decimal? GetField(string name) => name switch
    {
        "cost" => Cost,
        "count" => Count,
        _ => GetGroup(name) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Gets the value of a requested group, such as <c>model</c> or a tag.</summary>
    /// <param name="name">The group name, as in the request.</param>
    /// <returns>The value, or <see langword="null"/> if the bucket does not have the group.</returns>
    public string? GetGroup(string name)
    {
        ThrowIf.Null(name);
        return AdditionalProperties.TryGetValue(name, out var value) ? (string?)value : null;
    }
}
