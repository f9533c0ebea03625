using System.Net;
using System.Text;

namespace Opper.Conventions;

/// <summary>Keeps requests, and responds as configured.</summary>
internal sealed class CapturingHandler(HttpStatusCode status = HttpStatusCode.OK, string body = "{}",
    string mediaType = "application/json") : HttpMessageHandler
{
    public string Method { get; private set; } = string.Empty;

    public string PathAndQuery { get; private set; } = string.Empty;

    public string? Body { get; private set; }

    public static OpperClient Client(HttpMessageHandler handler, string key = "k") =>
        new(new OpperClientOptions { ApiKey = key, BaseUrl = OpperClientOptions.DefaultBaseUrl, MaxRetries = 0 }, new HttpClient(handler));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Method = request.Method.Method;
        PathAndQuery = request.RequestUri!.PathAndQuery;
        Body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType), RequestMessage = request };
    }
}
