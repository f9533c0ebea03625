using System.Globalization;
using BenchmarkDotNet.Attributes;
using Opper.Benchmarks.Peers;
using Opper.Benchmarks.Server;
using Opper.Datasets;
using Opper.Embeddings;

namespace Opper.Benchmarks;

/// <summary>Reading answers: whole, as a type, as events, as vectors.</summary>
[MemoryDiagnoser]
public class ResponseBenchmarks
{
    private const int Events = 1_000;
    private const int VectorCount = 16;

    private static readonly CallRequest Request = new() { Name = "a" };

    private readonly OpperClient _text = StubHandler.Client(new OpperWire().Call(typed: false));
    private readonly OpperClient _typed = StubHandler.Client(new OpperWire().Call(typed: true));
    private readonly OpperClient _events = StubHandler.Client(string.Concat(new OpperWire().Stream(Enumerable.Range(0, Events).Select(Words.Piece))),
        "text/event-stream");
    private readonly OpperClient _page = StubHandler.Client(OpperWire.Page(0, 100, 100));
    private readonly OpperClient _vectors = StubHandler.Client(VectorsJson());

    [Benchmark(Description = "an answer of 1 KB")]
    public Task<CallResponse> Text() => _text.CallAsync(Request);

    [Benchmark(Description = "an answer of 1 KB as a type")]
    public Task<CallResult<Harbour>> Typed() => _typed.CallAsync<Harbour>(Request);

    [Benchmark(OperationsPerInvoke = Events, Description = "an event of a stream")]
    public async Task<int> Event()
    {
        var length = 0;
        await foreach (var piece in _events.StreamTextAsync(Request))
        {
            length += piece.Length;
        }

        return length;
    }

    [Benchmark(Description = "a page of 100 items")]
    public Task<DatasetEntryPage> Page() => _page.Datasets.ListEntriesAsync("d1");

    [Benchmark(OperationsPerInvoke = VectorCount, Description = "a vector of 1536 numbers")]
    public Task<EmbeddingResponse> Vector() => _vectors.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = "a" });

    private static string VectorsJson()
    {
        var numbers = string.Join(',', Enumerable.Range(0, Vectors.Dimensions).Select(i => (0.1 - (i / 7680f)).ToString(CultureInfo.InvariantCulture)));
        var vectors = Enumerable.Range(0, VectorCount)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"index":{{i}},"embedding":[{{numbers}}]}"""));
        return $$"""{"model":"m","data":[{{string.Join(',', vectors)}}],"usage":{"prompt_tokens":3,"total_tokens":3} }""";
    }
}
