using System.Globalization;

namespace Opper.Fuzz;

/// <summary>Chunks with hostile paths and texts, looked at in every way at every step: no foreign exception.</summary>
public sealed class AnswerFuzz
{
    [Test]
    public Task Random_chunks_throw_only_library_exceptions() => Fuzzing.RunAsync(random =>
    {
        var hostile = new Hostile(random);
        var path = hostile.Path();
        var chunks = Enumerable.Range(0, random.Next(1, 25)).Select(_ => new StreamChunk
        {
            JsonPath = random.Next(4) == 0 ? null : path = random.Next(3) == 0 ? path : hostile.Path(),
            Delta = random.Next(8) == 0 ? null : hostile.Text(),
            DeltaKind = (StreamDeltaKind)random.Next(5),
        }).ToList();
        return async () =>
        {
            await ReadAsync<Types.Leaf>(chunks);
            await ReadAsync<Types.Wide>(chunks);
            await ReadAsync<Types.Tree>(chunks);
            await ReadAsync<Types.Checked>(chunks);
            await ReadAsync<Types.Figure>(chunks);
            await ReadAsync<List<Types.Figure>>(chunks);
            await ReadAsync<Dictionary<string, Dictionary<string, Types.Leaf>>>(chunks);
            await ReadAsync<Dictionary<int, object>>(chunks);
            await ReadAsync<Newtonsoft.Json.Linq.JToken>(chunks);
            await ReadAsync<int>(chunks);
            await ReadAsync<string>(chunks);
            await Fuzzing.OutcomeAsync(async () =>
                (await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload?.ToString() ?? string.Empty);
        };
    });

    private static Task ReadAsync<T>(IEnumerable<StreamChunk> chunks) => Fuzzing.OutcomeAsync(async () =>
    {
        var seen = 0;
        await foreach (var partial in OpperStream.FromChunks<T>(chunks.ToAsyncEnumerable()))
        {
            seen += partial.Value is null ? 0 : 1;
            seen += partial.CompleteMembers.Count;
            seen += partial.IsComplete(partial.Path ?? string.Empty) ? 1 : 0;
            if (seen % 5 == 0)
            {
                _ = partial.ToSnapshot();
            }
        }

        return seen.ToString(CultureInfo.InvariantCulture);
    });
}
