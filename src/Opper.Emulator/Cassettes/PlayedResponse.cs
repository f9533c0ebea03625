namespace Opper.Emulator.Cassettes;

/// <summary>A recorded response, decoded for sending.</summary>
internal sealed record PlayedResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body,
    IReadOnlyList<(TimeSpan Pause, byte[] Content)>? Chunks, bool IsTruncated)
{
    public static PlayedResponse Of(CassetteResponse response, IdTranslation ids) => new(
        response.Status,
        [.. response.AllHeaders().Select(h => KeyValuePair.Create(h.Key, ids.ToPresent(h.Value)))],
        ids.ToPresent(CassetteBody.ToBytes(response.Body)),
        response.Chunks is { } chunks ? [.. chunks.Select(c => (CassetteChunk.PauseOf(c), ids.ToPresent(CassetteChunk.ToBytes(c))))] : null,
        response.IsTruncated);

    public PlayedResponse WithoutPauses() => this with { Chunks = Chunks is { } chunks ? [.. chunks.Select(c => (TimeSpan.Zero, c.Content))] : null };
}
