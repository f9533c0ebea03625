using System.Globalization;

namespace Opper.Conventions;

/// <summary>The examples of the live API reference.</summary>
public sealed class ReferencePayloadTests
{
    [Test]
    public void Enough_examples_are_found() => Assert.That(Exchange.All, Has.Count.GreaterThan(70));

    [Test]
    public void Every_example_belongs_to_an_operation() => Rule.Holds(
        "Every example of the reference is of an operation of opper.yaml.",
        Exchange.All.Where(exchange => Contract.Find(exchange.Method, exchange.Path) is null).Select(exchange => exchange.ToString()));

    [Test]
    public void Every_example_request_survives_a_round_trip() => Rule.Holds(
        "The request of every example can be read as its operation's type and written again without loss.",
        from exchange in Exchange.Known
        where exchange.Request is not null
        from difference in Differences(exchange.ToString(), exchange.Request!, ContractTypes.Of(exchange.Operation.RequestSchema))
        select difference);

    [Test]
    public void Every_example_response_survives_a_round_trip() => Rule.Holds(
        "The response of every example can be read as the type of its operation and written again without loss.",
        from exchange in Exchange.Known
        where exchange.Response is not null
        from difference in Differences(exchange.ToString(), exchange.Response!, ContractTypes.Of(exchange.Operation.ResponseSchema))
        select difference);

    [Test]
    public void Every_example_error_survives_a_round_trip() => Rule.Holds(
        "Every example of an error can be read as ErrorResponse and written again without loss.",
        Exchange.Errors.SelectMany(error => Differences(error.Key, error.Value, typeof(ErrorResponse))));

    [Test]
    public void Every_example_has_the_status_of_the_contract() => Rule.Holds(
        "The status of every example is that of opper.yaml.",
        Exchange.Known
            .Where(exchange => exchange.Operation.Success.Status != exchange.Status.ToString(CultureInfo.InvariantCulture))
            .Select(exchange => $"{exchange}: {exchange.Status}, in opper.yaml {exchange.Operation.Success.Status}"));

    [Test]
    public async Task The_client_sends_and_reads_every_example_unchanged()
    {
        var offenders = new List<string>();
        foreach (var exchange in Exchange.Known.Where(exchange => !exchange.Operation.IsHandwritten))
        {
            try
            {
                var (sent, result) = await exchange.RunAsync();
                offenders.AddRange(Differences(exchange, sent, result).Select(difference => $"{exchange}: {difference}"));
            }
            catch (Exception exception)
            {
                offenders.Add($"{exchange}: {exception}");
            }
        }

        Rule.Holds("For every example the client sends its method, path, query and body, and returns its response.", offenders);
    }

    private static IEnumerable<string> Differences(string name, JToken json, Type? type)
    {
        if (type is null)
        {
            return [$"{name}: no type"];
        }

        try
        {
            return JsonDifference.Between(json, PlainJson.Write(PlainJson.Read(json, type)),
                nullIsAbsent: true).Select(difference => $"{name} {difference}").ToList();
        }
        catch (JsonException exception)
        {
            return [$"{name}: {exception.Message}"];
        }
    }

    private static IEnumerable<string> Differences(Exchange exchange, CapturingHandler sent, object? result)
    {
        if (sent.Method != exchange.Method || !Parts(sent.PathAndQuery).SequenceEqual(Parts(exchange.PathAndQuery)))
        {
            yield return $"sent {sent.Method} {sent.PathAndQuery}";
        }

        foreach (var difference in JsonDifference.Between(exchange.Request,
            sent.Body is { Length: > 0 } body ? PlainJson.Parse(body) : null, nullIsAbsent: true))
        {
            yield return "sent " + difference;
        }

        var given = result is ValueTuple<List<StreamChunk>, OpperStreamException?> stream ? Chunks(stream.Item1, stream.Item2) : PlainJson.Write(result);
        var expected = exchange.Events is { } events
            ? new JArray(events.Split('\n').Where(line => line.Length > 0).Select(line => PlainJson.Parse(line["data:".Length..])))
            : exchange.Response;
        foreach (var difference in JsonDifference.Between(expected, given, nullIsAbsent: true))
        {
            yield return "gave " + difference;
        }
    }

    private static IEnumerable<string> Parts(string pathAndQuery) => pathAndQuery.Split('?') is [var path, var query]
        ? query.Split('&').Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal).Prepend(Uri.UnescapeDataString(path))
        : [Uri.UnescapeDataString(pathAndQuery)];

    // An event with an error is thrown, not returned.
    private static JArray Chunks(List<StreamChunk> chunks, OpperStreamException? error)
    {
        var list = new JArray(chunks.Select(chunk => new JObject
        {
            ["span_id"] = chunk.SpanId,
            ["delta"] = chunk.DeltaKind is StreamDeltaKind.None or StreamDeltaKind.String ? chunk.Delta : PlainJson.Parse(chunk.Delta!),
            ["json_path"] = chunk.JsonPath,
            ["chunk_type"] = chunk.ChunkType?.Value,
        }));
        if (error is not null)
        {
            list.Add(new JObject { ["chunk_type"] = "error", ["error_type"] = error.ErrorType, ["error_message"] = error.ErrorMessage });
        }

        return list;
    }
}
