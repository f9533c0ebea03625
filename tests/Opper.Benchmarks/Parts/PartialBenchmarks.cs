using BenchmarkDotNet.Attributes;

namespace Opper.Benchmarks;

/// <summary>Typed answers put together from their pieces.</summary>
[MemoryDiagnoser]
public class PartialBenchmarks
{
    private IReadOnlyList<StreamChunk> _chunks = [];
    private IReadOnlyList<StreamChunk> _whole = [];

    [Params(2_000, 20_000)]
    public int Deltas { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _chunks = ArticleStream.Create(Deltas);
        _whole = ArticleStream.Whole(Deltas);
    }

    [Benchmark(Baseline = true, Description = "chunks only")]
    public async Task<int> Chunks()
    {
        var count = 0;
        await foreach (var chunk in ArticleStream.PlayAsync(_chunks))
        {
            count += chunk.Delta!.Length;
        }

        return count;
    }

    [Benchmark(Description = "untyped, put together at the end")]
    public async Task<object?> Untyped() => (await OpperStream.FromChunks(ArticleStream.PlayAsync(_chunks)).GetFinalResultAsync()).JsonPayload;

    [Benchmark(Description = "typed, the final value only")]
    public async Task<Article> Final() => await OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(_whole)).GetFinalResultAsync();

    [Benchmark(Description = "typed, the value looked at after each piece")]
    public async Task<int> Each()
    {
        var sections = 0;
        await foreach (var partial in OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(_whole)))
        {
            sections += partial.Value!.Sections.Count;
        }

        return sections;
    }
}
