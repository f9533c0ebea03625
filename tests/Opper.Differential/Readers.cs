using Newtonsoft.Json.Linq;

namespace Opper.Differential;

/// <summary>The readers under test.</summary>
internal static class Readers
{
    private static readonly CallRequest Request = new() { Name = "any" };

    public static IReadOnlyList<Reader> All { get; } =
    [
        new(
            "a payload as JToken",
            static g => g.Object([("span_id", "\"s\""), ("json_payload", g.Value(4))]),
            static async json => Form.Of((JToken?)(await Wire.Answering(json).CallAsync(Request)).JsonPayload),
            static json => Form.Of(Newtonsofts.Read<PayloadModel>(json).JsonPayload),
            Difference.NotJson,
            Difference.TooLarge,
            Difference.OtherCase),
        new(
            "a payload as the caller's type",
            ShipModel.Generate,
            static async json => ShipModel.Form((await Wire.Answering(json).CallAsync<ShipModel>(Request)).Value),
            static json => ShipModel.Form(Newtonsofts.Read<PayloadModel<ShipModel>>(json).JsonPayload
                ?? throw new Newtonsoft.Json.JsonSerializationException("No payload.")),
            Difference.NotJson,
            Difference.TooLarge,
            Difference.OtherCase,
            ShipModel.Stricter),
        new(
            "all of the answer to a call",
            EnvelopeModel.Generate,
            EnvelopeModel.ReadOursAsync,
            static json => EnvelopeModel.Form(Newtonsofts.Read<EnvelopeModel>(json)),
            Difference.NotJson,
            Difference.TooLarge,
            Difference.Rounded,
            Difference.OtherCase,
            Difference.OtherKind,
            Difference.QuotedFraction,
            Difference.Rewritten),
        new(
            "an event of a stream",
            ChunkModel.Generate,
            ChunkModel.ReadOursAsync,
            ChunkModel.ReadTheirs,
            Difference.NotJson,
            Difference.TooLarge,
            Difference.Rewritten)
        {
            HasLineBreaks = false,
        },
        new(
            "vectors of embeddings",
            VectorsModel.Generate,
            VectorsModel.ReadOursAsync,
            static json => VectorsModel.Form(Newtonsofts.Read<VectorsModel>(json)),
            Difference.NotJson,
            Difference.TooLarge,
            Difference.TooLargeForFloat,
            Difference.Rounded,
            Difference.OtherCase,
            Difference.OtherKind,
            Difference.QuotedFraction,
            Difference.Rewritten),
        new(
            "a page of a list",
            PageModel.Generate,
            PageModel.ReadOursAsync,
            static json => PageModel.Form(Newtonsofts.Read<PageModel>(json)),
            Difference.NotJson,
            Difference.TooLarge,
            Difference.Rounded,
            Difference.OtherCase,
            Difference.OtherKind,
            Difference.QuotedFraction,
            Difference.Rewritten),
    ];
}
