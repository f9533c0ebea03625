using BenchmarkDotNet.Attributes;

namespace Opper.Benchmarks;

/// <summary>The schema of a type: made once, then looked up.</summary>
[MemoryDiagnoser]
public class SchemaBenchmarks
{
    [Benchmark(Description = "a schema that has been made")]
    public OpperSchema Known() => OpperSchema.For<Article>();

    [Benchmark(Description = "a schema as JSON text")]
    public string Text() => OpperSchema.For<Article>().ToString();
}
