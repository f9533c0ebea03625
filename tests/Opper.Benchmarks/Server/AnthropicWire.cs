using System.Globalization;
using System.Text.Json;

namespace Opper.Benchmarks.Server;

/// <summary>Anthropic's form: messages.</summary>
internal sealed class AnthropicWire : IWire
{
    private const string Head =
        "\"id\":\"msg_013Zva2CMHLNnXjNJJKqJ2EF\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-20250514\",\"stop_sequence\":null";

    public string Call(bool typed) =>
        $$"""{{{Head}},"stop_reason":"end_turn","content":["""
        + $$"""{"type":"text","text":{{JsonSerializer.Serialize(typed ? TypedAnswer.Json : Words.Text)}},"citations":null}],"usage":{{Usage(187)}} }""";

    public IEnumerable<string> Stream(IEnumerable<string> pieces) =>
        pieces.Select(piece => Event("content_block_delta", $$""","index":0,"delta":{"type":"text_delta","text":{{JsonSerializer.Serialize(piece)}}}"""))
            .Prepend(Event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\",\"citations\":null}"))
            .Prepend(Event("message_start", $$""","message":{{{Head}},"stop_reason":null,"content":[],"usage":{{Usage(1)}} }"""))
            .Append(Event("content_block_stop", ",\"index\":0"))
            .Append(Event("message_delta", $$""","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{{Usage(187)}}"""))
            .Append(Event("message_stop", string.Empty));

    public static string Page(int first, int limit, int total)
    {
        var items = Enumerable.Range(first, Math.Clamp(total - first, 0, limit)).Select(number => string.Create(CultureInfo.InvariantCulture,
            $$"""{"type":"model","id":"model-{{number}}","display_name":"Model {{number}} of very many of them, with a long """
            + $$"""name","created_at":"2025-02-19T00:00:00Z","max_input_tokens":200000,"max_tokens":64000,"capabilities":null}""")).ToArray();
        var more = first + items.Length < total ? "true" : "false";
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"data":[{{string.Join(',', items)}}]"""
            + $$""","first_id":"model-{{first}}","last_id":"model-{{first + items.Length - 1}}","has_more":{{more}} }""");
    }

    private static string Usage(int output) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""{"input_tokens":412,"output_tokens":{{output}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":null"""
            + $$""","server_tool_use":null,"service_tier":"standard","inference_geo":null}""");

    private static string Event(string type, string fields) => $$"""event: {{type}}{{"\n"}}data: {"type":"{{type}}"{{fields}}}""" + "\n\n";
}
