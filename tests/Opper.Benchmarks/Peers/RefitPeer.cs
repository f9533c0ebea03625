using Opper.Benchmarks.Peers.Floor;
using Opper.Benchmarks.Peers.Refit;
using global::Refit;

namespace Opper.Benchmarks.Peers;

/// <summary>Refit, with its generated client and the floor's own models and source generation.</summary>
internal sealed class RefitPeer(Uri server) : Peer
{
    private readonly IRefitOpper _call = Create(server, "call");
    private readonly IRefitOpper _typed = Create(server, "typed");
    private readonly IRefitOpper _embed = Create(server, "embed");

    public override async Task<string> CallAsync() => (await _call.CallAsync(Ask())).Message!;

    public override async Task<string> TypedCallAsync() => (await _typed.CallHarbourAsync(Ask())).JsonPayload!.Title;

    public override async IAsyncEnumerable<string> Stream(string scenario)
    {
        await foreach (var chunk in Create(server, scenario).StreamAsync(Ask()))
        {
            yield return chunk.Delta!;
        }
    }

    public override async Task<double> EmbedAsync() =>
        (await _embed.EmbedAsync(new EmbedQuestion { Input = Question.Texts, Model = Question.Model })).Data![^1].Embedding![^1];

    public override async Task<int> PageAsync(string scenario)
    {
        var client = Create(server, scenario);
        var count = 0;
        while (true)
        {
            var page = await client.ListEntriesAsync("d1", count, 100);
            count += page.Data!.Count;
            if (page.Data.Count == 0 || count >= page.Meta!.TotalCount)
            {
                return count;
            }
        }
    }

    private static CallQuestion Ask() => new() { Name = Question.Name, Instructions = Question.Instructions, Input = Question.Input, Model = Question.Model };

    private static IRefitOpper Create(Uri server, string scenario)
    {
        var settings = RefitSettings.ForJsonContext(FloorJson.Default);
        settings.AuthorizationHeaderValueGetter = static (_, _) => ValueTask.FromResult(Question.Key);
        return RestService.ForGenerated<IRefitOpper>(At(server, scenario).AbsoluteUri.TrimEnd('/'), settings);
    }
}
