using System.Reflection;

namespace Opper.Conventions;

public sealed class RoundTripTests
{
    private const int Alternatives = 3;

    // It is read by the stream: see the test below.
    private static readonly string[] NotModels = ["StreamChunk", "UploadFileRequest"];

    private static IEnumerable<(string Name, Type Type)> Models => Contract.Objects
        .Where(schema => !NotModels.Contains(schema.Name))
        .Select(schema => (schema.Name, ContractTypes.Find(schema.Name)!))
        .Where(model => model.Item2 is not null);

    [Test]
    public void Unknown_fields_and_values_survive_a_round_trip() => Rule.Holds(
        "Every model keeps every field of its schema, unknown fields and unknown values of enums, when it is read and written again.",
        from model in Models
        from alternative in Enumerable.Range(0, Alternatives)
        from difference in Differences(model.Name, model.Type, new SampleJson(alternative).Component(model.Name))
        select difference);

    [Test]
    public void An_unknown_field_is_in_AdditionalProperties() => Rule.Holds(
        "Every model shows unknown fields in AdditionalProperties.",
        from model in Models
        let value = PlainJson.Read(new JObject { [SampleJson.UnknownField] = 1 }, model.Type)
        where model.Type.GetProperty("AdditionalProperties")?.GetValue(value) is not IReadOnlyDictionary<string, RawJson?> { Count: 1 } unknown
            || (int?)unknown[SampleJson.UnknownField] != 1
        select model.Name);

    [Test]
    public void Nulls_in_a_response_are_absent_fields() => Rule.Holds(
        "Every response can be read if all its optional fields are null, and they are not written then.",
        from model in Models
        let required = (Contract.Schemas[model.Name]!["required"] as JArray ?? []).Select(name => (string)name!).ToList()
        let sample = Nulled(new SampleJson(0).Component(model.Name), required)
        from difference in Differences(model.Name, model.Type, sample)
        select difference);

    [Test]
    public void Null_for_a_required_field_is_the_default_of_its_type() => Rule.Holds(
        "Every response can be read if all its fields are null, including required ones; its lists, strings and models are not null then.",
        from model in Models
        let schema = Contract.Schemas[model.Name]!
        where schema["x-opper-request"] is null
        let value = PlainJson.Read(Nulled(new SampleJson(0).Component(model.Name), []), model.Type)
        from property in model.Type.GetProperties()
        where new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull && !property.PropertyType.IsValueType
            && property.PropertyType != typeof(RawJson)
        where property.GetValue(value) is null
        select $"{model.Name}.{property.Name}");

    [Test]
    public async Task A_stream_keeps_unknown_fields_and_values()
    {
        var handler = new CapturingHandler(body: """data: {"delta":"x","chunk_type":"zz-unknown","zz_unknown_field":{"a":[1]}}""" + "\n\n",
            mediaType: "text/event-stream");
        var chunks = new List<StreamChunk>();
        await foreach (var chunk in CapturingHandler.Client(handler).Calls.StreamAsync(new CallRequest { Name = "n" }))
        {
            chunks.Add(chunk);
        }

        Assert.That(chunks, Has.Count.EqualTo(1));
        Assert.That(chunks[0].ChunkType?.Value, Is.EqualTo("zz-unknown"));
        Assert.That(chunks[0].AdditionalProperties?["zz_unknown_field"]?.ToString(), Is.EqualTo("""{"a":[1]}"""));
    }

    private static JObject Nulled(JObject sample, List<string> required)
    {
        foreach (var property in sample.Properties().Where(property => !required.Contains(property.Name)))
        {
            property.Value = JValue.CreateNull();
        }

        return sample;
    }

    private static IEnumerable<string> Differences(string name, Type type, JObject sample)
    {
        try
        {
            return JsonDifference.Between(sample, PlainJson.Write(PlainJson.Read(sample, type)),
                nullIsAbsent: true).Select(difference => $"{name} {difference}").ToList();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return [$"{name} cannot be read and written: {exception.Message}"];
        }
    }
}
