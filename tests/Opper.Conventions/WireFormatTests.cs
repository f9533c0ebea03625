using Opper.Chat;

namespace Opper.Conventions;

/// <summary>Models are serialized correctly by every serializer, for example when returned from a web service or cached.</summary>
[TestFixtureSource(typeof(WireSerializer), nameof(WireSerializer.All))]
internal sealed class WireFormatTests(WireSerializer serializer)
{
    private const int Alternatives = 3;

    private static IEnumerable<(string Name, Type Type)> Models => Contract.Objects
        .Where(schema => schema.Name != "UploadFileRequest")
        .Select(schema => (schema.Name, ContractTypes.Find(schema.Name)!))
        .Where(model => model.Item2 is not null);

    [Test]
    public void Every_model_round_trips_every_field() => Rule.Holds(
        $"Every model is read and written in its wire form by {serializer}: all fields, unknown ones and unknown values of enums too.",
        from model in Models
        from alternative in Enumerable.Range(0, Alternatives)
        from difference in Differences(model.Name, model.Type, new SampleJson(alternative).Component(model.Name))
        select difference);

    [Test]
    public void Every_example_of_the_contract_round_trips() => Rule.Holds(
        $"Every example of the contract is read and written as it is by {serializer}.",
        from operation in Contract.Operations
        from media in operation.Responses.Select(response => response.Json["content"]?["application/json"])
            .Append(operation.RequestContent?["application/json"]).OfType<JObject>()
        let name = Contract.ReferenceName((JObject)media["schema"]!)
        where name is not null && ContractTypes.Find(name) is not null
        from example in ContractSchema.Examples(media)
        from difference in Differences($"{operation.Id} {name}", ContractTypes.Find(name)!, example.Value)
        select difference);

    [Test]
    public void An_open_enum_is_serialized_as_its_name_and_may_be_null()
    {
        Assert.That(serializer.Write(ChatRole.Assistant), Is.EqualTo("\"assistant\""));
        Assert.That(serializer.Read("\"oracle\"", typeof(ChatRole)), Is.EqualTo(new ChatRole("oracle")));
        Assert.That(serializer.Read("null", typeof(ChatRole?)), Is.Null);
    }

    [Test]
    public void A_null_model_is_serialized_as_null()
    {
        Assert.That(serializer.Write(null), Is.EqualTo("null"));
        Assert.That(serializer.Read("null", typeof(CallResponse)), Is.Null);
    }

    private IEnumerable<string> Differences(string name, Type type, JToken sample)
    {
        try
        {
            var written = serializer.Write(serializer.Read(sample.ToString(Formatting.None), type));
            return JsonDifference.Between(sample, PlainJson.Parse(written), nullIsAbsent: true).Select(difference => $"{name} {difference}").ToList();
        }
        catch (Exception exception)
        {
            return [$"{name} cannot be read and written: {exception.Message}"];
        }
    }
}
