using System.Text.Json.Nodes;
using CsCheck;

namespace Opper.Tool.Tests;

/// <summary>JSON of any kind, with texts that have a special meaning in YAML.</summary>
internal static class JsonValues
{
    private static readonly Gen<string> Awkward = Gen.OneOf(
        "", " ", "~", "null", "true", "yes", "No", "on", "1", "-0", "1e5", "0x1F", "1_000", ".5", "1:30", "2026-11-26", "- item", "key: value", "a #b", "# c",
        "&a", "*a", "!tag", "|", ">", "%TAG",
        "---", "...", "---\na", "\t", "\ta", "a\t", "a\n", "\na", "a\n\n", "\n", " a\nb", "a \nb", "a\n b", "a\n\n  b\n", "a\r\nb", "a\rb", "\"", "'", "\\",
        "a'b\"c", "{a}", "[a]", "a, b", "?", "? a", ": a", "a:", "@a", "`a",
        "\0", "\u0007", "\u001b[31m", "\u0085", "\u2028", "a\u2029b\nc", "\uFEFF", "a\uFEFFb\nc", "\u00A0", "é\nü", "日本\n語", "😀", "a 😀\nb", "\uFFFD",
        "\uE000", "a\nb\u0000", "<<", "=", "line one\n\tline two\n");

    public static readonly Gen<string> Texts = Gen.OneOf(
        Awkward,
        Gen.String[Gen.Char.AlphaNumeric, 0, 12],
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.OneOf('\n', '\t', ' ', ':', '#', '-', '\r', '\u0085', 'é', '\u3042')), 0, 30],
        Gen.Select(Awkward, Gen.String[Gen.Char[' ', '~'], 0, 8], (awkward, text) => text + awkward),
        Gen.Select(Awkward, Awkward, (one, other) => $"{one}\n{other}"));

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Texts.Select(text => (JsonNode?)text),
        Gen.OneOf("0", "-1", "1.0", "1.50", "1e400", "-0.0", "123456789012345678901234567890", "1E+2", "true", "false",
            "null").Select(raw => JsonNode.Parse(raw)));

    public static readonly Gen<JsonNode?> Any = Gen.Recursive<JsonNode?>((depth, values) => depth > 3 ? Leaves : Gen.OneOf(
        Leaves,
        values.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
        Object(values).Select(value => (JsonNode?)value)));

    public static readonly Gen<JsonObject> Objects = Object(Any);

    private static Gen<JsonObject> Object(Gen<JsonNode?> values) => Gen.Select(Texts, values).Array[0, 5].Select(fields =>
    {
        var value = new JsonObject();
        foreach (var (name, field) in fields)
        {
            value[name] = field?.DeepClone();
        }

        return value;
    });
}
