using BenchmarkDotNet.Attributes;
using Opper.Functions;

namespace Opper.Benchmarks;

/// <summary>What a request costs beyond the least one: writing its body, building its path.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private readonly OpperClient _client = StubHandler.Client("{}");
    private readonly OpperClient _function = StubHandler.Client("""{"id":"f","name":"team/triage","instructions":"i","revision_id":"r"}""");
    private readonly CallRequest _small = new() { Name = "a" };
    private readonly CallRequest _large = new()
    {
        Name = "harbours/winter",
        Instructions = new string('i', 400),
        Input = new { question = new string('q', 400), numbers = Enumerable.Range(0, 50), nested = new { a = 1, b = "two", c = new[] { true, false } } },
        Model = "openai/gpt-4o-mini",
        Tags = new Dictionary<string, string> { ["env"] = "test" },
    };

    [Benchmark(Baseline = true, Description = "the least request")]
    public Task<CallResponse> Small() => _client.CallAsync(_small);

    [Benchmark(Description = "a request of 1.2 KB to write")]
    public Task<CallResponse> Large() => _client.CallAsync(_large);

    [Benchmark(Description = "a path with a name to escape")]
    public Task<Function> Path() => _function.Functions.GetByNameAsync("team/triage of Göteborg");
}
