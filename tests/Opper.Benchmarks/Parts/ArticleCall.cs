using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;

namespace Opper.Benchmarks;

/// <summary>Answers each call with the events of one long article, from memory.</summary>
internal sealed class ArticleCall(IReadOnlyList<StreamChunk> chunks) : HttpMessageHandler
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(string.Concat(chunks.Select(Event)) + "data: [DONE]\n\n");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new MemoryStream(_body));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }

    private static string Event(StreamChunk chunk)
    {
        var delta = chunk.DeltaKind == StreamDeltaKind.Number ? chunk.Delta : JsonConvert.ToString(chunk.Delta);
        return string.Create(CultureInfo.InvariantCulture,
            $"data: {{\"json_path\":{JsonConvert.ToString(chunk.JsonPath)},\"delta\":{delta},\"span_id\":\"5a7c0a52-6f0e-4b1c-9a53-0d4d6c0a9d11\","
            + $"\"chunk_type\":\"json\"}}\n\n");
    }
}
