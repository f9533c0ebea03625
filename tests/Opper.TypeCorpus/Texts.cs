using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;

namespace Opper.TypeCorpus;

/// <summary>Single values that a schema accepts.</summary>
/// <param name="random">The source of chance, or <see langword="null"/> for the smallest of everything.</param>
internal sealed class Texts(PCG? random)
{
    /// <summary>The prefix of all free texts, which distinguishes them from dates and IDs.</summary>
    public const string Mark = "t:";

    private static readonly string[] Runes = ["a", "b", "Z", " ", "'", "\"", "\\", "/", "å", "漢", "😀", "\n", "\t", "{", "}", "[", "]", ",", ":", "\u0001",
        "\u2028", "<", "&", "`"];

    // Each generates texts of one kind; the first that matches a pattern is used.
    private static readonly Func<Texts, string>[] OfPatterns =
    [
        static texts => (texts.Next(3) == 0 ? "-" : string.Empty) + (texts.Next(2) == 0 ? texts.Next(9_999_999) + "." : string.Empty) + texts.Clock()
            + (texts.Next(2) == 0 ? ".0000001" : string.Empty),
        static texts => Runes.Where(static rune => rune.Length == 1).ElementAt(texts.Next(12)),
        static texts => Convert.ToBase64String(Encoding.UTF8.GetBytes(texts.Free(8))),
        static texts => $"{texts.Next(100)}.{texts.Next(100)}" + (texts.Next(2) == 0 ? $".{texts.Next(1000)}" : string.Empty),
        static texts => texts.Next(100).ToString(CultureInfo.InvariantCulture),
    ];

    public bool IsSmallest => random is null;

    /// <summary>The keyword of the limit that every number is set to, or <see langword="null"/> for any value.</summary>
    public string? Edge { get; init; }

    /// <summary>A limit of a number in the schema, if requested, or occasionally.</summary>
    public string? Bound(JsonObject schema) =>
        schema[Edge ?? (Next(12) switch { 10 => "minimum", 11 => "maximum", _ => "none" })]?.ToJsonString();

    public int Next(int below) => random is null ? 0 : (int)random.Next((uint)below);

    public string Integer(double least, double most)
    {
        var number = (long)Math.Min(least, 0) <= 0 && least <= 0 && most >= 0 && IsSmallest
            ? 0
            : (long)least + Next((int)Math.Min(int.MaxValue - 1, Math.Max(1, most - least)));
        // Not 7.0, which JSON Schema calls an integer and the validator does not.
        return number.ToString(CultureInfo.InvariantCulture);
    }

    public string Real(double least, double most) =>
        (IsSmallest && least <= 0 ? 0 : Math.Round(least + ((most - least) * Next(1000) / 1000.0), 3)).ToString("R", CultureInfo.InvariantCulture);

    public string Of(JsonObject schema)
    {
        if (schema["pattern"] is { } pattern)
        {
            return OfPattern((string)pattern!, (string?)schema["description"]);
        }

        return (string?)schema["format"] switch
        {
            "uuid" => new Guid(Next(int.MaxValue), 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)Next(256)).ToString(),
            "date" => Day(),
            "time" => Clock() + (Next(2) == 0 ? string.Empty : Zone()),
            "date-time" => Day() + "T" + Clock() + (Next(2) == 0 ? string.Empty : ".1234567") + Zone(),
            "uri" => "https://example.test/" + Next(1000),
            "email" => $"a{Next(100)}@example.test",
            _ => Sized((int?)schema["minLength"] ?? 0, (int?)schema["maxLength"] ?? 14),
        };
    }

    public string Key(JsonObject? names)
    {
        if (names?["enum"] is JsonArray values)
        {
            return (string)values[Next(values.Count)]!;
        }

        return names?["pattern"] is not null || names?["format"] is not null ? Of(names!) : "k" + Next(1000);
    }

    private string OfPattern(string pattern, string? description)
    {
        var names = description is not null && description.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0
            ? description[(at + 2)..].Split(", ")
            : [];
        var flags = names.Length == 0 ? string.Empty
            : string.Join(Next(2) == 0 ? ", " : ",", Enumerable.Range(0, IsSmallest ? 0 : 1 + Next(2)).Select(_ => names[Next(names.Length)]));
        foreach (var text in OfPatterns.Select(make => make(this)).Prepend(flags))
        {
            if (Regex.IsMatch(text, pattern))
            {
                return text;
            }
        }

        // Flag names as keys, which are not listed in descriptions.
        return Regex.Match(pattern, @"\((\w+)\|").Groups[1].Value is { Length: > 0 } first
            ? first
            : throw new NotSupportedException($"Say here what fits {pattern}.");
    }

    private string Day() => new DateOnly(2000, 1, 1).AddDays(Next(20000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Clock() => string.Create(CultureInfo.InvariantCulture, $"{Next(24):00}:{Next(60):00}:{Next(60):00}");

    private string Zone() => Next(3) switch
    {
        0 => "Z",
        1 => string.Create(CultureInfo.InvariantCulture, $"+{Next(14):00}:30"),
        _ => string.Create(CultureInfo.InvariantCulture, $"-{Next(12):00}:00"),
    };

    private string Sized(int least, int most)
    {
        var text = Free(most - Mark.Length);
        return text.Length > most ? text[..most] : text.PadRight(least, 'x');
    }

    private string Free(int most) =>
        IsSmallest ? Mark : Mark + string.Concat(Enumerable.Range(0, Next(Math.Max(1, most / 2))).Select(_ => Runes[Next(Runes.Length)]));
}
