using System.Globalization;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Opper.Benchmarks.Peers.Floor;

namespace Opper.Benchmarks.Peers;

/// <summary>
/// What a good programmer writes by hand for the job and no more: <see cref="FloorHttp"/>, <see cref="SseParser"/>, System.Text.Json with source
/// generation. No retries, no errors told apart, no diagnostics.
/// </summary>
internal sealed class FloorPeer : Peer
{
    private readonly Uri _server;
    private readonly Uri _call;
    private readonly Uri _typed;
    private readonly Uri _add;
    private readonly FloorHttp _json = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Question.Key) } };

    public FloorPeer(Uri server)
    {
        _server = server;
        _call = new Uri(server, "call/v2/call");
        _typed = new Uri(server, "typed/v2/call");
        _add = new Uri(server, "add/v2/knowledge/k1/add");
    }

    public override async Task<string> CallAsync()
    {
        var answer = await PostAsync(_call, Ask(), FloorJson.Default.CallQuestion, FloorJson.Default.CallAnswer);
        return answer.Message!;
    }

    public override async Task<string> TypedCallAsync()
    {
        var answer = await PostAsync(_typed, Ask(), FloorJson.Default.CallQuestion, FloorJson.Default.CallAnswerHarbour);
        return answer.JsonPayload!.Title;
    }

    public override async IAsyncEnumerable<string> Stream(string scenario)
    {
        await foreach (var item in OpenAsync(scenario, static data => JsonSerializer.Deserialize(data, FloorJson.Default.Chunk)))
        {
            yield return item!.Delta!;
        }
    }

    public override async Task<int> ChunksAsync(string scenario)
    {
        var count = 0;
        await foreach (var item in OpenAsync(scenario, static data => JsonSerializer.Deserialize(data, FloorJson.Default.Chunk)))
        {
            count += item!.Delta is { Length: > 0 } ? 1 : 0;
        }

        return count;
    }

    // The events alone: what they say is not put together.
    public override async Task<int> PartialAsync(string scenario)
    {
        var count = 0;
        await foreach (var item in OpenAsync(scenario, static data => JsonSerializer.Deserialize(data, FloorJson.Default.FieldChunk)))
        {
            count += item!.JsonPath is null ? 0 : 1;
        }

        return count;
    }

    public override async Task<double> EmbedAsync()
    {
        var question = new EmbedQuestion { Input = Question.Texts, Model = Question.Model };
        var answer = await PostAsync(new Uri(_server, "embed/v2/embeddings"), question, FloorJson.Default.EmbedQuestion, FloorJson.Default.EmbedAnswer);
        return answer.Data![^1].Embedding![^1];
    }

    public override async Task<int> PageAsync(string scenario)
    {
        var count = 0;
        while (true)
        {
            var uri = new Uri(_server, string.Create(CultureInfo.InvariantCulture, $"{scenario}/v2/datasets/d1/entries?offset={count}&limit=100"));
            var page = await _json.GetAsync(uri, FloorJson.Default.EntryPage, _stop.Token);
            count += page.Data!.Count;
            if (page.Data.Count == 0 || count >= page.Meta!.TotalCount)
            {
                return count;
            }
        }
    }

    public override async Task<int> AddManyAsync(int documents)
    {
        var count = 0;
        await Parallel.ForAsync(0, documents, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            await PostAsync(_add, new Document { Key = $"k{number}", Content = Question.Input }, FloorJson.Default.Document, FloorJson.Default.AddedDocument);
            Interlocked.Increment(ref count);
        });
        return count;
    }

    public override async Task<string> UploadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var form = new MultipartFormDataContent { { new StringContent("k"), "key" }, { new StreamContent(file), "file", Path.GetFileName(path) } };
        using var response = await _http.PostAsync(new Uri(_server, "upload/storage"), form);
        return response.EnsureSuccessStatusCode().StatusCode.ToString();
    }

    private static CallQuestion Ask() => new() { Name = Question.Name, Instructions = Question.Instructions, Input = Question.Input, Model = Question.Model };

    private Task<TAnswer> PostAsync<TQuestion, TAnswer>(Uri uri, TQuestion question, JsonTypeInfo<TQuestion> asked, JsonTypeInfo<TAnswer> answered) =>
        _json.PostAsync(uri, question, asked, answered, _stop.Token);

    private async IAsyncEnumerable<T?> OpenAsync<T>(string scenario, Func<ReadOnlySpan<byte>, T?> read)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, scenario + "/v2/call/stream"))
        {
            Content = Body(Ask(), FloorJson.Default.CallQuestion),
        };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body, (_, data) => read(data)).EnumerateAsync())
        {
            yield return item.Data;
        }
    }

    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
