using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Opper.Benchmarks;

/// <summary>Answers at once with the same bytes, so that what is measured is the client alone.</summary>
internal sealed class StubHandler(string body, string mediaType) : HttpMessageHandler
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(body);
    private readonly MediaTypeHeaderValue _mediaType = new(mediaType);

    public static OpperClient Client(string body, string mediaType = "application/json") =>
        new(new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test" },
            new HttpClient(new StubHandler(body, mediaType)) { Timeout = Timeout.InfiniteTimeSpan });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(_body) { Headers = { ContentType = _mediaType } } };
    }
}
