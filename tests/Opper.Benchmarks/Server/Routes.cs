using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Opper.Benchmarks.Server;

/// <summary>Which answer a request gets.</summary>
internal sealed class Routes(Uri address)
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    private readonly Clock _clock = new();
    private readonly OpperWire _opper = new();
    private readonly OpenAIWire _openAI = new();
    private readonly AnthropicWire _anthropic = new();
    private readonly ConcurrentDictionary<string, byte[]> _made = new();
    private long _held;
    private long _holds;

    public async Task AnswerAsync(Request request, Connection connection)
    {
        switch (request.Path)
        {
            case "/v2/call":
                await CallAsync(_opper, request, connection);
                break;
            case "/v2/call/stream" when request.Scenario.StartsWith("json-", StringComparison.Ordinal):
                await StreamAsync(request, connection, () => OpperWire.Article(request.Count));
                break;
            case "/v2/call/stream":
                await StreamAsync(_opper, request, connection);
                break;
            case "/v2/embeddings" or "/v1/embeddings":
                await connection.SendAsync(Made("embeddings", static () => Answer.Json(Vectors.Json())));
                break;
            case "/v1/chat/completions" when request.Method == "GET":
                await PageAsync(request, connection, "openai" + request.Query,
                    () => OpenAIWire.Page(After(request, "after"), request.Number("limit", 20), request.Count));
                break;
            case "/v1/chat/completions":
                await AnswerAsync(_openAI, request, connection);
                break;
            case "/v1/messages":
                await AnswerAsync(_anthropic, request, connection);
                break;
            case "/v1/models":
                await PageAsync(request, connection, "anthropic" + request.Query,
                    () => AnthropicWire.Page(After(request, "after_id"), request.Number("limit", 20), request.Count));
                break;
            case "/v2/datasets/d1/entries":
                await PageAsync(request, connection, "opper" + request.Query,
                    () => OpperWire.Page(request.Number("offset", 0), request.Number("limit", 20), request.Count));
                break;
            case "/v2/knowledge/k1/add":
                await HoldAsync();
                await connection.SendAsync(Made("add", static () => Answer.Json("""{"id":"d1","key":"k","metadata":null}""", 201)));
                break;
            case "/v2/knowledge/k1/upload_url":
                await connection.SendAsync(Made("url",
                    () => Answer.Json($$"""{"url":"{{address.AbsoluteUri}}upload/storage","fields":{"key":"k"},"id":"f1"}""")));
                break;
            case "/storage":
                await connection.SendAsync(Answer.NoContent);
                break;
            case "/v2/knowledge/k1/register_file":
                await connection.SendAsync(Made("registered",
                    static () => Answer.Json("""{"id":"f1","key":"large.txt","original_filename":"large.txt","document_id":1}""", 201)));
                break;
            case "/held":
                // How long the work of a request really took, in nanoseconds, since this was last asked.
                var holds = Interlocked.Exchange(ref _holds, 0);
                var mean = Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _held, 0)).TotalNanoseconds / Math.Max(holds, 1);
                await connection.SendAsync(Answer.Json(mean.ToString("F0", CultureInfo.InvariantCulture)));
                break;
            default:
                await connection.SendAsync(Answer.Json($$"""{"detail":"No {{request.Method}} {{request.Path}} here"}""", 404));
                break;
        }
    }

    private static int After(Request request, string parameter) =>
        request.Parameter(parameter) is { } id ? int.Parse(id[(id.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture) + 1 : 0;

    private Task AnswerAsync(IWire wire, Request request, Connection connection) =>
        request.Scenario.Contains('-', StringComparison.Ordinal) ? StreamAsync(wire, request, connection) : CallAsync(wire, request, connection);

    private Task CallAsync(IWire wire, Request request, Connection connection)
    {
        var typed = request.Scenario == "typed";
        return connection.SendAsync(Made($"{wire.GetType().Name} {typed}", () => Answer.Json(wire.Call(typed))));
    }

    private Task StreamAsync(IWire wire, Request request, Connection connection) =>
        request.Scenario.StartsWith("paced-", StringComparison.Ordinal)
            ? PacedAsync(wire, request.Count, connection)
            : StreamAsync(request, connection, () => wire.Stream(Enumerable.Range(0, request.Count).Select(Words.Piece)), wire.GetType().Name);

    private async Task StreamAsync(Request request, Connection connection, Func<IEnumerable<string>> events, string wire = "")
    {
        var body = Made($"{wire} {request.Scenario}", () => [.. Answer.StreamHead, .. events().SelectMany(Answer.Chunk), .. Answer.StreamEnd]);
        const int Piece = 16 * 1024;
        for (var at = 0; at < body.Length; at += Piece)
        {
            await connection.SendAsync(body.AsMemory(at, Math.Min(Piece, body.Length - at)));
        }
    }

    // Each piece is the time at which it was sent.
    private async Task PacedAsync(IWire wire, int count, Connection connection)
    {
        await connection.SendAsync(Answer.StreamHead);
        var pieces = Enumerable.Range(0, count).Select(_ => Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture) + " ");
        foreach (var text in wire.Stream(pieces))
        {
            await connection.SendAsync(Answer.Chunk(text));
            await _clock.WaitAsync(Pace);
        }

        await connection.SendAsync(Answer.StreamEnd);
    }

    private async Task PageAsync(Request request, Connection connection, string key, Func<string> page)
    {
        await HoldAsync();
        await connection.SendAsync(Made(request.Scenario + key, () => Answer.Json(page())));
    }

    private async Task HoldAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _clock.WaitAsync(Work);
        Interlocked.Add(ref _held, Stopwatch.GetTimestamp() - start);
        Interlocked.Increment(ref _holds);
    }

    private byte[] Made(string key, Func<byte[]> make) => _made.TryGetValue(key, out var bytes) ? bytes : _made.GetOrAdd(key, make());
}
