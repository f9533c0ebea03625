using System.Net;
using System.Text;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>A client over MockHttp, and the requests it sent.</summary>
internal sealed class TestClient : IDisposable
{
    public const string Key = "op-secret-key";

    private readonly HttpClient _http;

    public TestClient(Action<OpperClientOptions>? configure = null)
    {
        var options = new OpperClientOptions { ApiKey = Key, BaseUrl = "https://api.example.test", RetryBaseDelay = TimeSpan.Zero };
        configure?.Invoke(options);
        _http = new HttpClient(new Recorder(this) { InnerHandler = Mock }) { Timeout = Timeout.InfiniteTimeSpan };
        Opper = new OpperClient(options, _http);
    }

    public MockHttpMessageHandler Mock { get; } = new();

    public OpperClient Opper { get; }

    public List<SentRequest> Sent { get; } = [];

    public static TestClient Answering(string json, int status = 200, string contentType = "application/json", Action<OpperClientOptions>? configure = null)
    {
        var client = new TestClient(configure);
        client.Mock.When("*").Respond(_ => Response(json, status, contentType));
        return client;
    }

    /// <summary>Returns the responses in order, and repeats the last one.</summary>
    public static TestClient AnsweringInTurn(Action<OpperClientOptions>? configure, params Func<HttpResponseMessage>[] answers)
    {
        var client = new TestClient(configure);
        var next = 0;
        client.Mock.When("*").Respond(_ => answers[Math.Min(next++, answers.Length - 1)]());
        return client;
    }

    public static TestClient Streaming(string events, Action<OpperClientOptions>? configure = null) => Answering(events, 200, "text/event-stream", configure);

    public static HttpResponseMessage Response(string body, int status = 200, string contentType = "application/json",
        params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public void Dispose()
    {
        _http.Dispose();
        Mock.Dispose();
    }

    internal sealed record SentRequest(string Method, string Url, string Body, IReadOnlyDictionary<string, string> Headers);

    private sealed class Recorder(TestClient owner) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .ToDictionary(header => header.Key, header => string.Join(" ", header.Value), StringComparer.OrdinalIgnoreCase);
            owner.Sent.Add(new SentRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, body, headers));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
