using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Opper.TypeCorpus;

/// <summary>Properties of all instances of a type, as checked by an independent validator.</summary>
internal sealed class Law(Roads roads)
{
    private readonly JsonSchema _output = Validator(roads.Schema.ToString());
    private JsonSchema? _input;

    public void Check(string json)
    {
        Demand(!Refusals(_output, json).Any(), () => $"the generator itself: {json}: {string.Join(' ', Refusals(_output, json))}");

        var written = roads.Write(roads.Call(json));
        _input ??= Validator(roads.InputSchema);
        Demand(!Refusals(_input, written).Any(), () => $"{json} was written as {written}: {string.Join(' ', Refusals(_input, written))}");
        var answer = roads.Schema.IsWrapped ? "{\"value\":" + written + "}" : written;
        using var before = JsonDocument.Parse(json);
        using var after = JsonDocument.Parse(answer);
        Demand(Comparison.Loss(before.RootElement, after.RootElement, "$") is null,
            () => $"{Comparison.Loss(before.RootElement, after.RootElement, "$")} is lost: {json} was written as {written}");

        var pieces = new Pieces(new Random(json.Length));
        Same(written, roads.Write(roads.Call(answer)), "by call");
        Same(written, roads.Write(roads.Chat(answer)), "by chat");
        Same(written, roads.Write(roads.Stream(pieces.Text(answer))), "by a stream of text");
        Same(written, roads.Write(roads.Stream(pieces.Fields(answer))), "by a stream of fields");
    }

    // NJsonSchema resolves references within definitions under their older name only, and supports no numbers beyond 64 bits.
    private static JsonSchema Validator(string schema) =>
        JsonSchema.FromJsonAsync(Regex.Replace(schema.Replace("$defs", "definitions", StringComparison.Ordinal),
            @",""minimum"":[^,]+,""maximum"":(\d{19,}|[\d.]+E\+38)", string.Empty)).GetAwaiter().GetResult();

    private static IEnumerable<string> Refusals(JsonSchema schema, string json) =>
        schema.Validate(Regex.Replace(json, @"(?<=(^|[:\[,])-?\d{18})\d+(?=[,\]}]|$)", string.Empty)).Select(static error => error.ToString());

    private static void Same(string expected, string actual, string road) =>
        Demand(expected == actual || System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(expected),
            System.Text.Json.Nodes.JsonNode.Parse(actual)), () => $"{road}: {expected} became {actual}");

    private static void Demand(bool holds, Func<string> otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise());
        }
    }
}
