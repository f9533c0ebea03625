using System.Text;

namespace Opper.Differential;

/// <summary>Each intended difference, with one document that shows it.</summary>
public sealed class KnownDifferenceTests
{
    private static Reader Payload => Readers.All.Single(reader => reader.Name == "a payload as JToken");

    private static Reader Typed => Readers.All.Single(reader => reader.Name == "a payload as the caller's type");

    private static Reader Event => Readers.All.Single(reader => reader.Name == "an event of a stream");

    private static Reader Page => Readers.All.Single(reader => reader.Name == "a page of a list");

    [TestCase("""{"json_payload": {'a': 1}}""")]
    [TestCase("""{"json_payload": {a: 1}}""")]
    [TestCase("""{"json_payload": [1, 2, ]}""")]
    [TestCase("""{"json_payload": /* none */ 1}""")]
    [TestCase("""{"json_payload": NaN}""")]
    [TestCase("""{"json_payload": 0x10}""")]
    [TestCase("""{"json_payload": 007}""")]
    [TestCase("{\"json_payload\": \"a\u0001b\"}")]
    public async Task Invalid_JSON_that_Newtonsoft_accepts_is_rejected(string json)
    {
        var @case = await Case.RunAsync(Payload, Encoding.UTF8.GetBytes(json));

        Assert.That(@case.OnlyWeRefuse, Is.True, @case.ToString());
        Assert.That(Difference.NotJson(@case), Is.Not.Null);
    }

    [Test]
    public async Task A_document_truncated_anywhere_is_rejected_by_both_readers()
    {
        var whole = """{"span_id":"s","json_payload":{"a":[1,2.5,"x\u00e9",true,null]}}"""u8.ToArray();
        for (var length = 1; length < whole.Length; length++)
        {
            var @case = await Case.RunAsync(Payload, whole[..length]);

            Assert.That(@case is { OurRefusal: not null, TheirRefusal: not null }, Is.True, () => @case.ToString());
        }
    }

    [Test]
    public async Task A_number_out_of_range_of_double_keeps_its_digits_where_Newtonsoft_reads_infinity()
    {
        var @case = await Case.RunAsync(Payload, "{\"json_payload\": 1e400}"u8.ToArray());

        Assert.That(@case.Ours, Does.Contain("1e400"), @case.ToString());
    }

    [TestCase("\"Length\": \"12.5\"")]
    [TestCase("\"Crew\": null")]
    [TestCase("\"Name\": 7")]
    [TestCase("\"Afloat\": 1")]
    public async Task A_value_of_the_wrong_JSON_type_is_rejected_where_Newtonsoft_may_convert_it(string wrong)
    {
        var fields = new[]
        {
            "\"Name\": \"n\"",
            "\"Length\": 12.5",
            "\"Crew\": 3",
            "\"Afloat\": true",
        }.Select(field => field.Split(':')[0] == wrong.Split(':')[0] ? wrong : field);

        var @case = await Case.RunAsync(Typed, Encoding.UTF8.GetBytes($$"""{"json_payload": { {{string.Join(", ", fields)}} } }"""));

        Assert.That(@case.OurRefusal, Is.InstanceOf<OpperSerializationException>());
    }

    [Test]
    public async Task An_integer_may_be_written_with_a_zero_fraction()
    {
        var @case = await Case.RunAsync(Typed, """{"json_payload": {"Name": "n", "Length": 1, "Crew": 7.0, "Afloat": true}}"""u8.ToArray());

        Assert.That(@case.OnlyTheyRefuse, Is.True, @case.ToString());
    }

    [Test]
    public async Task A_number_in_place_of_a_string_keeps_its_digits_in_an_event()
    {
        var @case = await Case.RunAsync(Event, """{"delta": "a", "json_path": 1e-5}"""u8.ToArray());

        Assert.That(@case.Ours, Does.Contain("\"1e-5\""));
        Assert.That(@case.Newtonsofts, Does.Contain("\"1E-05\""));
    }

    [Test]
    public async Task A_bare_array_is_a_page()
    {
        var @case = await Case.RunAsync(Page, """[{"id": "a", "input": "b", "output": "c"}]"""u8.ToArray());

        Assert.That(@case.OnlyTheyRefuse, Is.True, @case.ToString());
    }
}
