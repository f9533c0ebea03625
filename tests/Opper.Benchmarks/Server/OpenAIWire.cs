using System.Globalization;
using System.Text.Json;

namespace Opper.Benchmarks.Server;

/// <summary>OpenAI's form: chat completions.</summary>
internal sealed class OpenAIWire : IWire
{
    private const string Head =
        "\"id\":\"chatcmpl-BkQW7q0Zr9cXy1d2e3f4g5h6i7j8k\",\"created\":1750000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\","
        + "\"system_fingerprint\":\"fp_34a54ae93c\"";

    public string Call(bool typed) =>
        $$"""{"object":"chat.completion",{{Head}},"choices":[{"index":0,"message":"""
        + $$"""{"role":"assistant","content":{{JsonSerializer.Serialize(typed ? TypedAnswer.Json : Words.Text)}},"refusal":null,"annotations":[]}"""
        + $$""","logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":412,"completion_tokens":187,"total_tokens":599} }""";

    public IEnumerable<string> Stream(IEnumerable<string> pieces) =>
        pieces.Select(piece => Event($$"""{"content":{{JsonSerializer.Serialize(piece)}}}""", "null"))
            .Prepend(Event("""{"role":"assistant","content":"","refusal":null}""", "null"))
            .Append(Event("{}", "\"stop\"")).Append("data: [DONE]\n\n");

    public static string Page(int first, int limit, int total)
    {
        var items = Enumerable.Range(first, Math.Clamp(total - first, 0, limit)).Select(number => string.Create(CultureInfo.InvariantCulture,
            $$"""{"object":"chat.completion","id":"chatcmpl-{{number}}","created":1750000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":"""
            + $$"""{"role":"assistant","content":"The one of """
            + $$"""Luleå."},"finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":6,"total_tokens":10} }""")).ToArray();
        var more = first + items.Length < total ? "true" : "false";
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"object":"list","data":[{{string.Join(',', items)}}]"""
            + $$""","first_id":"chatcmpl-{{first}}","last_id":"chatcmpl-{{first + items.Length - 1}}","has_more":{{more}} }""");
    }

    private static string Event(string delta, string finish) =>
        $$"""data: {"object":"chat.completion.chunk",{{Head}},"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}} }]}"""
            + "\n\n";
}
