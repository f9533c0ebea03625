using System.Net;
using System.Net.Http.Headers;

namespace Opper.Allocations;

/// <summary>Responds to every request with the same bytes immediately, after reading the request body like a connection.</summary>
internal sealed class StubHandler(byte[] body, string mediaType) : HttpMessageHandler
{
    private readonly MediaTypeHeaderValue _mediaType = new(mediaType);

    public static OpperClient Client(byte[] body, string mediaType = "application/json") =>
        new(new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test" },
            new HttpClient(new StubHandler(body, mediaType)) { Timeout = Timeout.InfiniteTimeSpan });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) { Headers = { ContentType = _mediaType } } };
    }
}
