using System.Text.Json.Serialization;

namespace Opper.Benchmarks.Peers.Floor;

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
