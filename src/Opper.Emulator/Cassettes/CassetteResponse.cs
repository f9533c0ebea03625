using System.Text.Json.Serialization;

namespace Opper.Emulator.Cassettes;

/// <summary>A response in a cassette: complete, or in the chunks of a stream.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers, each with a value or an array of values.</param>
/// <param name="Body">The body, see <see cref="CassetteBody"/>; null if it is empty or a stream.</param>
/// <param name="Chunks">The chunks of a stream, see <see cref="CassetteBody"/>.</param>
/// <param name="IsTruncated">Whether the connection was closed before the response was complete.</param>
internal sealed record CassetteResponse(int Status, JsonObject? Headers = null, JsonObject? Body = null, IReadOnlyList<JsonObject>? Chunks = null,
    [property: JsonPropertyName("cut")] bool IsTruncated = false)
{
    public static JsonObject? HeadersOf(IReadOnlyList<KeyValuePair<string, string>> headers) => headers.Count == 0 ? null : new JsonObject(headers
        .GroupBy(header => header.Key, header => (JsonNode?)header.Value, StringComparer.Ordinal)
        .Select(values => KeyValuePair.Create(values.Key, values.Count() == 1 ? values.Single() : new JsonArray([.. values]))));

    /// <summary>All headers with single values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AllHeaders() =>
        [.. (Headers ?? []).SelectMany(header =>
            (header.Value as IEnumerable<JsonNode?> ?? [header.Value]).Select(value => KeyValuePair.Create(header.Key, (string)value!)))];
}
