using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Opper.Fuzz;

/// <summary>Makes inputs that a server should not send: JSON, texts, paths and bytes, right and wrong mixed.</summary>
internal sealed class Hostile(Random random)
{
    private static readonly string[] Names = ["Title", "Count", "Items", "Name", "Children", "Map", "Free", "Kind", "a", "b", "response", "value", "0", "1",
        "a.b", "delta", "error", "message", "detail", ""];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "-0", "12345678901234567890123456789", "\"\"", "\"a\"", "\"\\ud83d\"", "\"\\ude00\"",
        "\"2026-01-01T00:00:00.\\ud83dZ\"",
        "\"2026-01-01\"", "\"Calm\"", "\"7\"",
        "None", "NaN", "01", "1.", "-", "'a'", "undefined", "\"\\uZZZZ\"", "\"\\x\"", "\"un",
    ];

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public string Json(int depth = 4)
    {
        switch (random.Next(depth <= 0 ? 1 : 4))
        {
            case 0:
                return Pick(Scalars[..(random.Next(10) == 0 ? Scalars.Length : 17)]);
            case 1:
                return "[" + string.Join(random.Next(20) == 0 ? ",," : ",", Enumerable.Range(0, random.Next(4)).Select(_ => Json(depth - 1)))
                    + (random.Next(20) == 0 ? "}" : "]");
            default:
                return "{" + string.Join(",", Enumerable.Range(0, random.Next(5)).Select(_ => Name() + ":" + Json(depth - 1)))
                    + (random.Next(20) == 0 ? "" : "}");
        }
    }

    // Also longer than any name that is looked for, since System.Text.Json unescapes and compares those.
    private string Name() => random.Next(20) == 0 ? "\"\\ud83d" + new string('x', random.Next(30)) + "\"" : JsonSerializer.Serialize(Pick(Names));

    public string Path()
    {
        var path = new StringBuilder();
        for (var steps = random.Next(40) == 0 ? random.Next(3000) : random.Next(1, 6); steps > 0; steps--)
        {
            path.Append(random.Next(12) switch
            {
                0 => "[" + random.Next(4).ToString(CultureInfo.InvariantCulture) + "]",
                1 => "[0]",
                2 => "['" + Pick(Names) + "']",
                3 => "[\"" + Pick(Names).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"]",
                4 => Pick(["[", "]", ".", "..", "['", "[\"a", "\\", "[99999]", "[-1]", "[1e3]", "\uD83D", " "]),
                5 => "." + random.Next(3).ToString(CultureInfo.InvariantCulture),
                _ => (path.Length > 0 ? "." : string.Empty) + Pick(Names),
            });
        }

        return path.ToString();
    }

    public string Text() => random.Next(8) switch
    {
        0 => Json(),
        1 => "See [this]: " + Json(),
        2 => "```json\n" + Json() + "\n```",
        3 => string.Concat(Enumerable.Repeat(Pick(["{\"a\":", "[", "{\"Children\":[", "\\", "\"", "7", "-"]), random.Next(2000))),
        4 => Pick(["nope", "I cannot.", "None", "tru", "42", " 5 apples", "\uD83D", "\uDE00x", "{", "}", "]", ",", ":", "\u0000"]),
        5 => new string(Enumerable.Range(0, random.Next(10)).Select(_ => (char)random.Next(0, 0xFFFF)).ToArray()),
        _ => Pick(["a", "b c", "1", "tru", "e", "\"", "}", "{\"Title\": \"", "x\"}", "[1, ", "2]"]),
    };

    public string Event()
    {
        var data = random.Next(11) switch
        {
            0 => Json(),
            1 => Pick(["[DONE]", " [DONE] ", "", " ", "ping", "{\"delta\"", "\uFEFF{}", "{}{}", "null", "[]"]),
            2 => $"{{\"error\": {Json(2)}}}",
            3 => $"{{\"delta\": {Json(2)}, \"error\": {Json(2)}, \"json_path\": {Json(1)}}}",
            4 => $"{{\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{{\"index\": {random.Next(3)}, \"delta\": {{\"content\": {Json(1)}}}, "
                + $"\"finish_reason\": {Pick(["null", "\"\"", "\"null\"", "\"stop\""])}}}]}}",
            5 => $"{{\"choices\": {Json(3)}}}",
            6 => $"{{\"chunk_type\": \"error\", \"error_type\": {Json(1)}, \"error_message\": {Json(1)}}}",
            8 => $"{{{Name()}: {Json(2)}, \"type\": {Json(1)}}}",
            7 => $"{{\"delta\": {Pick(Scalars)}, \"json_path\": {JsonSerializer.Serialize(Path())}}}",
            _ => $"{{\"delta\": {JsonSerializer.Serialize(Text())}}}",
        };
        var name = random.Next(6) == 0 ? "event: " + Pick(["ping", "error", " ERROR ", "message", "done", "x", ""]) + "\n" : string.Empty;
        return name + Pick(["data: ", "data:", "data: ", ": ", "id: 1\ndata: ", "dat: ", "\ndata: "]) + data.Replace("\n", "\ndata: ", StringComparison.Ordinal)
            + Pick(["\n\n", "\n\n", "\r\n\r\n", "\r\r", "\n", ""]);
    }

    /// <summary>Now and then with something broken off, doubled or turned.</summary>
    public byte[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(3) == 0)
        {
            bytes = random.Next(3) switch
            {
                0 => bytes[..random.Next(bytes.Length)],
                1 => [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]],
                _ => bytes.Select(value => random.Next(40) == 0 ? (byte)random.Next(256) : value).ToArray(),
            };
        }

        return bytes;
    }
}
