using System.Text.Json.Serialization;
using Opper.Emulator.Knowledge;

namespace Opper.Emulator.Cassettes;

/// <summary>An answer as it is written to a cassette: whole, or in the chunks of a stream.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Each header with its value, or with an array of several.</param>
/// <param name="Body">The body, see <see cref="CassetteBody"/>; null if it is empty or a stream.</param>
/// <param name="Chunks">The chunks of a stream, see <see cref="CassetteChunk"/>.</param>
/// <param name="IsCut">Whether the connection broke within the answer.</param>
internal sealed record CassetteResponse(int Status, JsonObject? Headers = null, JsonObject? Body = null, IReadOnlyList<JsonObject>? Chunks = null,
    [property: JsonPropertyName("cut")] bool IsCut = false)
{
    public static JsonObject? HeadersOf(IReadOnlyList<KeyValuePair<string, string>> headers) => headers.Count == 0 ? null : new JsonObject(headers
        .GroupBy(header => header.Key, header => (JsonNode?)header.Value, StringComparer.Ordinal)
        .Select(values => KeyValuePair.Create(values.Key, values.Count() == 1 ? values.Single() : new JsonArray([.. values]))));

    /// <summary>The headers one by one.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AllHeaders() =>
        [.. (Headers ?? []).SelectMany(header =>
            (header.Value as IEnumerable<JsonNode?> ?? [header.Value]).Select(value => KeyValuePair.Create(header.Key, (string)value!)))];
}
