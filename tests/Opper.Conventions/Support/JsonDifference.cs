using System.Globalization;

namespace Opper.Conventions;

/// <summary>The semantic difference of two JSON values: numbers are compared by value, and times by instant.</summary>
internal static class JsonDifference
{
    /// <param name="nullIsAbsent">Whether a field that is null is the same as one that is not there.</param>
    public static IEnumerable<string> Between(JToken? expected, JToken? actual, bool nullIsAbsent, string path = "$")
    {
        if (IsNothing(expected) && IsNothing(actual) && (nullIsAbsent || (expected is null) == (actual is null)))
        {
            return [];
        }

        return (expected, actual) switch
        {
            (null, _) => [$"{path}: came out of nothing as {Text(actual)}"],
            (_, null) => [$"{path}: {Text(expected)} was lost"],
            (JObject left, JObject right) => left.Properties().Select(property => property.Name).Union(right.Properties().Select(property => property.Name))
                .SelectMany(name => Between(left[name], right[name], nullIsAbsent, $"{path}.{name}")),
            (JArray left, JArray right) when left.Count == right.Count =>
                left.SelectMany((item, index) => Between(item, right[index], nullIsAbsent, $"{path}[{index}]")),
            _ when IsSame(expected, actual) => [],
            _ => [$"{path}: {Text(expected)} became {Text(actual)}"],
        };
    }

    private static bool IsNothing(JToken? token) => token is null or JValue { Value: null };

    private static bool IsSame(JToken left, JToken right) => (left.Type, right.Type) switch
    {
        (JTokenType.Integer or JTokenType.Float, JTokenType.Integer or JTokenType.Float) => Number(left) == Number(right),
        (JTokenType.String, JTokenType.String) => (string)left! == (string)right! || (Moment(left) is { } moment && moment == Moment(right)),
        _ => JToken.DeepEquals(left, right),
    };

    private static decimal Number(JToken token) => Convert.ToDecimal(((JValue)token).Value, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(JToken token) =>
        (string)token! is { Length: >= 20 } text && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static string Text(JToken? token) => token?.ToString(Formatting.None) ?? "nothing";
}
