using Microsoft.Extensions.DependencyInjection;
using Opper.Embeddings;
using Opper.Knowledge;

namespace Opper.Benchmarks.Peers;

/// <summary>This library as users get it: a key and a base URL, everything else at its default.</summary>
internal sealed class OpperPeer(Uri server, Func<OpperClientOptions, OpperClient> create) : Peer
{
    private readonly OpperClient _call = Create(server, "call", create);
    private readonly OpperClient _typed = Create(server, "typed", create);
    private readonly OpperClient _embed = Create(server, "embed", create);
    private readonly OpperClient _add = Create(server, "add", create);
    private readonly OpperClient _upload = Create(server, "upload", create);

    public OpperPeer(Uri server)
        : this(server, static options => new OpperClient(options))
    {
    }

    /// <summary>The same client out of a service collection, as a host has it.</summary>
    public static OpperPeer FromServices(Uri server) => new(server, static settings =>
        new ServiceCollection().AddOpper(options => (options.ApiKey, options.BaseUrl) = (settings.ApiKey, settings.BaseUrl)).Services.BuildServiceProvider()
            .GetRequiredService<OpperClient>());

    public override async Task<string> CallAsync() => (await _call.CallAsync(Request())).Message!;

    public override async Task<string> TypedCallAsync() => (await _typed.CallAsync<Harbour>(Request())).Value.Title;

    public override IAsyncEnumerable<string> Stream(string scenario) => Create(server, scenario, create).StreamTextAsync(Request());

    public override async Task<int> ChunksAsync(string scenario)
    {
        var count = 0;
        await foreach (var chunk in Create(server, scenario, create).StreamAsync(Request()))
        {
            count += chunk.Delta is { Length: > 0 } ? 1 : 0;
        }

        return count;
    }

    public override async Task<int> PartialAsync(string scenario)
    {
        var count = 0;
        var sections = 0;
        await foreach (var partial in Create(server, scenario, create).StreamAsync<Article>(Request()))
        {
            sections += partial.Value!.Sections?.Count ?? 0;
            count += partial.IsFinal ? 0 : 1;
        }

        return sections > 0 ? count : 0;
    }

    public override async Task<double> EmbedAsync()
    {
        var response = await _embed.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = Question.Texts.ToArray(), Model = Question.Model });
        return response.Data[^1].Embedding[^1];
    }

    public override async Task<int> PageAsync(string scenario)
    {
        var count = 0;
        await foreach (var entry in Create(server, scenario, create).Datasets.ListAllEntriesAsync("d1", pageSize: 100))
        {
            count += entry.Id.Length > 0 ? 1 : 0;
        }

        return count;
    }

    public override async Task<int> AddManyAsync(int documents)
    {
        var count = 0;
        var source = Enumerable.Range(0, documents).Select(number => new AddDocumentRequest { Key = $"k{number}", Content = Question.Input });
        await foreach (var outcome in _add.Knowledge.AddDocumentsAsync("k1", source, new AddDocumentsOptions { MaxConcurrency = 16 }))
        {
            count += outcome.Status == AddDocumentStatus.Added ? 1 : 0;
        }

        return count;
    }

    public override async Task<string> UploadAsync(string path) => (await _upload.Knowledge.UploadFileAsync("k1", path)).Id;

    private static CallRequest Request() =>
        new() { Name = Question.Name, Instructions = Question.Instructions, Input = Question.Input, Model = Question.Model };

    private static OpperClient Create(Uri server, string scenario, Func<OpperClientOptions, OpperClient> create) =>
        create(new OpperClientOptions { ApiKey = Question.Key, BaseUrl = At(server, scenario).AbsoluteUri });
}
