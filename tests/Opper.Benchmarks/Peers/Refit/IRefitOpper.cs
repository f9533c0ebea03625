using Opper.Benchmarks.Peers.Floor;
using global::Refit;

namespace Opper.Benchmarks.Peers.Refit;

/// <summary>What of the API is measured, as Refit wants it described.</summary>
[Headers("Authorization: Bearer")]
internal interface IRefitOpper
{
    [Post("/v2/call")]
    Task<CallAnswer> CallAsync([Body] CallQuestion question);

    [Post("/v2/call")]
    Task<CallAnswer<Harbour>> CallHarbourAsync([Body] CallQuestion question);

    [Post("/v2/call/stream")]
    IAsyncEnumerable<Chunk> StreamAsync([Body] CallQuestion question);

    [Post("/v2/embeddings")]
    Task<EmbedAnswer> EmbedAsync([Body] EmbedQuestion question);

    [Get("/v2/datasets/{id}/entries")]
    Task<EntryPage> ListEntriesAsync(string id, int offset, int limit);
}
