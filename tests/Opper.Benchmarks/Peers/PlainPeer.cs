using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Opper.Benchmarks.Peers;

/// <summary>
/// What NSwag makes of the same contract with its own templates and defaults. Event streams, and unions such as the input of embeddings, it cannot
/// express: the stream is read by hand with the same serializer, the input is left out.
/// </summary>
internal sealed class PlainPeer(Uri server) : Peer
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
    };

    private readonly Plain.CallsClient _call = new(Http(server, "call"));
    private readonly Plain.CallsClient _typed = new(Http(server, "typed"));
    private readonly Plain.EmbeddingsClient _embed = new(Http(server, "embed"));

    public override async Task<string> CallAsync() => (await _call.CallAsync(Ask())).Message;

    public override async Task<string> TypedCallAsync() => ((JObject)(await _typed.CallAsync(Ask())).Json_payload).ToObject<Harbour>()!.Title;

    public override async IAsyncEnumerable<string> Stream(string scenario)
    {
        var http = Http(server, scenario);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/call/stream")
        {
            Content = new StringContent(JsonConvert.SerializeObject(Ask()), Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            yield return JsonConvert.DeserializeObject<Floor.Chunk>(item.Data, Settings)!.Delta!;
        }
    }

    public override async Task<double> EmbedAsync()
    {
        var answer = await _embed.CreateAsync(new Plain.CreateEmbeddingRequest { Input = new Plain.EmbeddingInput() });
        return answer.Data.Last().Embedding.Last();
    }

    public override async Task<int> PageAsync(string scenario)
    {
        var client = new Plain.DatasetsClient(Http(server, scenario));
        var count = 0;
        while (true)
        {
            var page = await client.ListEntriesAsync("d1", count, 100);
            count += page.Data.Count;
            if (page.Data.Count == 0 || count >= page.Meta.Total_count)
            {
                return count;
            }
        }
    }

    private static Plain.CallRequest Ask() => new() { Name = Question.Name, Instructions = Question.Instructions, Input = Question.Input };

    private static HttpClient Http(Uri server, string scenario) =>
        new() { BaseAddress = At(server, scenario), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Question.Key) } };
}
