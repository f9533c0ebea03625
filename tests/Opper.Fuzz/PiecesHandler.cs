using System.Net;

namespace Opper.Fuzz;

/// <summary>Answers with the same bytes each time, which the client gets in pieces.</summary>
internal sealed class PiecesHandler(byte[] body, string mediaType, int status, int[] cuts) : HttpMessageHandler
{
    public const int MaxEventBytes = 100_000;

    public static OpperClient Client(byte[] body, string mediaType = "application/json", int status = 200, params int[] cuts) => new(
        new OpperClientOptions
        {
            ApiKey = "k", BaseUrl = "https://api.example.test", MaxRetries = 0, MaxEventBytes = MaxEventBytes, MaxResponseBytes = 1_000_000,
        },
        new HttpClient(new PiecesHandler(body, mediaType, status, cuts)) { Timeout = Timeout.InfiniteTimeSpan });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new Pieces(body, cuts)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return Task.FromResult(response);
    }

    private sealed class Pieces(byte[] body, int[] cuts) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var next = cuts.FirstOrDefault(cut => cut > Position, (int)Length);
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, next - (int)Position)], cancellationToken);
        }
    }
}
