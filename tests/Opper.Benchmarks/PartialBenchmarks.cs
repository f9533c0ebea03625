using BenchmarkDotNet.Attributes;

namespace Opper.Benchmarks;

/// <summary>Typed answers put together from their pieces.</summary>
[MemoryDiagnoser]
public class PartialBenchmarks
{
    private IReadOnlyList<StreamChunk> _chunks = [];

    [Params(2_000, 20_000)]
    public int Deltas { get; set; }

    [GlobalSetup]
    public void Setup() => _chunks = ArticleStream.Create(Deltas);

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
    public async Task<Article> Final() => await OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(Whole())).GetFinalResultAsync();

    [Benchmark(Description = "typed, the value looked at after each piece")]
    public async Task<int> Each()
    {
        var sections = 0;
        await foreach (var partial in OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(Whole())))
        {
            sections += partial.Value!.Sections.Count;
        }

        return sections;
    }

    // Cut where a section ends, so that nothing required is missing.
    private IReadOnlyList<StreamChunk> Whole() => [.. _chunks.Take(3 + ((_chunks.Count - 3) / 19 * 19))];
}
