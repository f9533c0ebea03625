using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>Writes values in a canonical form, so that equal values have equal text regardless of the .NET types of numbers.</summary>
internal static class Form
{
    public static string Of(params object?[] values) => string.Join(" | ", values.Select(One));

    private static string One(object? value) => value switch
    {
        null => "null",
        JToken token => Token(token),
        string text => JsonConvert.ToString(text),
        bool flag => flag ? "true" : "false",
        float number => Number(number),
        double number => Number(number),
        decimal number => Number(double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IDictionary fields =>
            "{" + string.Join(",", fields.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{One(key)}:{One(fields[key])}")) + "}",
        System.Collections.IEnumerable items => "[" + string.Join(",", items.Cast<object?>().Select(One)) + "]",
        _ => throw new ArgumentException($"There is no form of {value.GetType()}."),
    };

    private static string Token(JToken token) => token switch
    {
        JObject fields => "{" + string.Join(",", fields.Properties().Select(property => $"{One(property.Name)}:{Token(property.Value)}")) + "}",
        JArray items => "[" + string.Join(",", items.Select(Token)) + "]",
        JValue value => One(value.Value),
        _ => throw new ArgumentException($"There is no form of {token.Type}."),
    };

    private static string Number(double number) => number == 0 ? "0.0" : number.ToString("R", CultureInfo.InvariantCulture) + "f";
}
