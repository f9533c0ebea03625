using System.Globalization;
using System.Text;

namespace Opper.Differential;

/// <summary>Random JSON from a seed: every form of string, escape and number, white space anywhere, and invalid documents.</summary>
internal sealed class JsonGenerator(int seed)
{
    private static readonly string[] Escapes = ["\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u00e9",
        "\\uD83D\\uDE00", "\\u2028", "\\uffff"];
    private static readonly string[] LoneHalves = ["\\ud800", "\\udfff", "\\uDBFFx", "\\ud83d\\u0041"];
    private static readonly string[] Texts = ["", "a", "Göteborg", "日本", "😀", "</script>", "2020-01-01T00:00:00Z", "/Date(0)/", "1.0", "true", "$ref", "null",
        "\u007f", "\u2028", "e\u0301"];

    private static readonly string[] Limits =
    [
        "0", "-0", "0.0", "-0.0", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
        "123456789012345678901234567890",
        "79228162514264337593543950335", "79228162514264337593543950336", "1e28", "1e29", "1E+5", "1e-5", "1.7976931348623157e308",
        "1.7976931348623159e308", "1e400", "-1e999",
        "5e-324", "2e-324", "1e-400", "3.4028235e38", "3.4028236e38", "1.401298464324817e-45", "0.1", "0.30000000000000004", "1.0000000000000000000000000001",
        "0.1234567890123456789012345678901234567890",
        "16777217", "16777217.0", "1.00000005960464477539", "0.000000000000000000000000000000000000001", "2147483647", "2147483648",
        "-2147483649", "1.50", "100e-2",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Whether line breaks are allowed between tokens.</summary>
    public bool HasLineBreaks { get; init; } = true;

    public int Next(int limit) => _random.Next(limit);

    public bool Sometimes(int percent) => _random.Next(100) < percent;

    public T Any<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>The document as bytes, of which about one in four is invalid.</summary>
    public byte[] Damage(string json)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(json));
        if (!Sometimes(25) || bytes.Count == 0)
        {
            return [.. bytes];
        }

        var at = Next(bytes.Count);
        switch (Next(5))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.Insert(at, (byte)Any("\"\\{}[]:,'/0eE+-.tfn \u0001x*".ToCharArray()));
                break;
            case 3:
                bytes[at] = (byte)(Next(2) == 0 ? 0x80 + Next(0x80) : 0x20 + Next(0x5f));
                break;
            default:
                bytes.AddRange(Encoding.UTF8.GetBytes(Any(["}", "]", "{}", " 1", ",", "//x", "null"])));
                break;
        }

        return [.. bytes];
    }

    public string Value(int depth = 3) => Space() + Next(depth > 0 ? 9 : 6) switch
    {
        0 => "null",
        1 => Any(["true", "false"]),
        2 or 3 => Number(),
        4 or 5 => String(),
        6 => Array(() => Value(depth - 1)),
        _ => Object(Enumerable.Range(0, Next(4)).Select(index => (Any(["a", "b", "ö", "a b", "$type", "\\u0061", "x"]) + index, Value(depth - 1)))),
    } + Space();

    public string Array(Func<string> item, int most = 4) =>
        "[" + Space() + string.Join(",", Enumerable.Range(0, Next(most + 1)).Select(_ => item())) + Space() + "]";

    /// <summary>An object whose field names are JSON text already, without quotes.</summary>
    public string Object(IEnumerable<(string Name, string Json)> fields) =>
        "{" + Space() + string.Join(",", fields.Select(field => $"{Space()}\"{field.Name}\"{Space()}:{field.Json}")) + Space() + "}";

    public string String()
    {
        var text = new StringBuilder("\"");
        for (var parts = Next(4); parts >= 0; parts--)
        {
            text.Append(Next(1000) switch { < 400 => Any(Texts), < 700 => Any(Escapes), < 703 => Any(LoneHalves), _ =>
                new string((char)('a' + Next(26)), Next(40)) });
        }

        return text.Append('"').ToString();
    }

    public string Number() => Next(10) switch
    {
        < 3 => Any(Limits),
        < 5 => Next(100_000).ToString(CultureInfo.InvariantCulture),
        < 7 => ((float)((_random.NextDouble() - 0.5) * 0.2)).ToString("R", CultureInfo.InvariantCulture),
        7 => BitConverter.Int64BitsToDouble(_random.NextInt64()) is var any && double.IsFinite(any) ? any.ToString("R", CultureInfo.InvariantCulture) : "1",
        8 => (Sometimes(50) ? "-" : string.Empty) + Digits() + "." + Digits(leadingZeros: true),
        _ => Digits() + Any(["e", "E"]) + Any(["", "+", "-"]) + Next(330).ToString(CultureInfo.InvariantCulture),
    };

    public string Space() => Next(10) switch { 0 => " ", 1 => "\t", 2 when HasLineBreaks => "\r\n", _ => string.Empty };

    private string Digits(bool leadingZeros = false)
    {
        var digits = string.Concat(Enumerable.Range(0, 1 + Next(20)).Select(_ => (char)('0' + Next(10))));
        return leadingZeros ? digits : digits.TrimStart('0') is { Length: > 0 } whole ? whole : "0";
    }
}
