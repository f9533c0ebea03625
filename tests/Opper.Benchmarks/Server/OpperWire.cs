using System.Globalization;
using System.Text.Json;

namespace Opper.Benchmarks.Server;

/// <summary>Opper's form.</summary>
internal sealed class OpperWire : IWire
{
    private const string Span = "7c0e5a34-2f0a-4c3d-9d43-3f8f7d9f1a10";

    public string Call(bool typed)
    {
        // No "json_payload": null, which the live API may write: the client of plain NSwag refuses it.
        var answer = typed ? $"\"message\":null,\"json_payload\":{TypedAnswer.Json}" : $"\"message\":{JsonSerializer.Serialize(Words.Text)}";
        return $$"""{"span_id":"{{Span}}",{{answer}},"cached":false,"images":null,"usage":{"input_tokens":412,"output_tokens":187,"total_tokens":599}"""
            + $$""","cost":{"generation":0.000412,"platform":0.0000412,"total":0.0004532} }""";
    }

    public IEnumerable<string> Stream(IEnumerable<string> pieces) =>
        pieces.Select(piece => $$"""data: {"delta":{{JsonSerializer.Serialize(piece)}},"span_id":"{{Span}}","chunk_type":"text"}""" + "\n\n");

    /// <summary>The events of one long article, field by field.</summary>
    public static IEnumerable<string> Article(int events) =>
        ArticleStream.Whole(events).Select(chunk =>
            $$"""data: {"delta":{{Delta(chunk)}},"json_path":"{{chunk.JsonPath}}","span_id":"{{Span}}","chunk_type":"json"}""" + "\n\n");

    public static string Page(int offset, int limit, int total)
    {
        var items = Enumerable.Range(offset, Math.Clamp(total - offset, 0, limit)).Select(number => string.Create(CultureInfo.InvariantCulture,
            $$"""{"id":"aaaaaaaa-aaaa-4aaa-8aaa-{{number:x12}}","input":"Which harbour freezes first?","output":"The one of Luleå, in number {{number}} of """
            + $$"""these winters.","expected":null,"comment":null}"""));
        return string.Create(CultureInfo.InvariantCulture, $$"""{"meta":{"total_count":{{total}}},"data":[{{string.Join(',', items)}}]}""");
    }

    private static string Delta(StreamChunk chunk) => chunk.DeltaKind == StreamDeltaKind.Number ? chunk.Delta! : JsonSerializer.Serialize(chunk.Delta);
}
