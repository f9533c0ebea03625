using System.Text.Json.Serialization;

namespace Opper.Benchmarks.Peers.Floor;

internal sealed class CallQuestion
{
    public required string Name { get; init; }
    public string? Instructions { get; init; }
    public string? Input { get; init; }
    public string? Model { get; init; }
}

internal class CallAnswer
{
    public string? SpanId { get; set; }
    public string? Message { get; set; }
    public bool? Cached { get; set; }
    public List<string>? Images { get; set; }
    public Tokens? Usage { get; set; }
    public Price? Cost { get; set; }
}

internal sealed class CallAnswer<T> : CallAnswer
{
    public T? JsonPayload { get; set; }
}

internal sealed class Tokens
{
    public long? InputTokens { get; set; }
    public long? OutputTokens { get; set; }
    public long? TotalTokens { get; set; }
}

internal sealed class Price
{
    public decimal? Generation { get; set; }
    public decimal? Platform { get; set; }
    public decimal? Total { get; set; }
}

internal sealed class Chunk
{
    public string? Delta { get; set; }
    public string? SpanId { get; set; }
    public string? ChunkType { get; set; }
}

/// <summary>A piece of a typed answer: the delta is of any JSON type, and is not looked into.</summary>
internal sealed class FieldChunk
{
    public System.Text.Json.JsonElement Delta { get; set; }
    public string? JsonPath { get; set; }
    public string? SpanId { get; set; }
    public string? ChunkType { get; set; }
}

internal sealed class EmbedQuestion
{
    public required IReadOnlyList<string> Input { get; init; }
    public string? Model { get; init; }
}

internal sealed class EmbedAnswer
{
    public string? Model { get; set; }
    public List<Vector>? Data { get; set; }
}

internal sealed class Vector
{
    public int? Index { get; set; }
    public float[]? Embedding { get; set; }
}

internal sealed class EntryPage
{
    public EntryMeta? Meta { get; set; }
    public List<Entry>? Data { get; set; }
}

internal sealed class EntryMeta
{
    public int TotalCount { get; set; }
}

internal sealed class Entry
{
    public string? Id { get; set; }
    public string? Input { get; set; }
    public string? Output { get; set; }
    public string? Expected { get; set; }
    public string? Comment { get; set; }
}

internal sealed class Document
{
    public required string Key { get; init; }
    public required string Content { get; init; }
}

internal sealed class AddedDocument
{
    public string? Id { get; set; }
    public string? Key { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallQuestion))]
[JsonSerializable(typeof(CallAnswer))]
[JsonSerializable(typeof(CallAnswer<Harbour>))]
[JsonSerializable(typeof(Chunk))]
[JsonSerializable(typeof(FieldChunk))]
[JsonSerializable(typeof(EmbedQuestion))]
[JsonSerializable(typeof(EmbedAnswer))]
[JsonSerializable(typeof(EntryPage))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(AddedDocument))]
internal sealed partial class FloorJson : JsonSerializerContext;
