using System.Text;
using Newtonsoft.Json.Linq;
using Opper.Datasets;
using Opper.Functions;
using Opper.Models;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Values as callers write them, and their JSON.</summary>
public sealed class ConversionTests
{
    private const string Any = """{"span_id": "s", "id": "x", "name": "n", "instructions": "i", "identifier": "i", "fallback_models": """
        + """[], "dimension": "d", "value": 1, "created_at": "2026-01-05T09:30:00Z", "input": "i", "output": "o"}""";

    private static readonly string[] TwoNames = ["a/one", "b/two"];

    private static IEnumerable<TestCaseData> Models()
    {
        yield return new TestCaseData((ModelSelection)"a/one", "\"a/one\"");
        yield return new TestCaseData((ModelSelection)TwoNames, """["a/one","b/two"]""");
        yield return new TestCaseData((ModelSelection)TwoNames.ToList(), """["a/one","b/two"]""");
        yield return new TestCaseData((ModelSelection)new ModelWithOptions { Name = "a/one", Options = new { temperature = 0 } },
            """{"name":"a/one","options":{"temperature":0}}""");
        yield return new TestCaseData((ModelSelection)new[] { new ModelWithOptions { Name = "a/one" }, new ModelWithOptions { Name = "b/two" } },
            """[{"name":"a/one"},{"name":"b/two"}]""");
        yield return new TestCaseData(ModelSelection.Of("a/one", new { temperature = 0.2 }), """{"name":"a/one","options":{"temperature":0.2}}""");
        yield return new TestCaseData(ModelSelection.Of("a/one", extraHeaders: new Dictionary<string, string> { ["x-a"] = "b" }),
            """{"name":"a/one","extra_headers":{"x-a":"b"}}""");
        yield return new TestCaseData(ModelSelection.Of("a/one"), "\"a/one\"");
        yield return new TestCaseData(ModelSelection.Fallback(ModelSelection.Of("a/one", new { seed = 1 }), "b/two"),
            """[{"name":"a/one","options":{"seed":1}},"b/two"]""");
    }

    [TestCaseSource(nameof(Models))]
    public async Task A_model_selection_is_written_in_the_form_it_was_set(ModelSelection model, string json)
    {
        using var client = TestClient.Answering(Any);

        await client.Opper.CallAsync(new CallRequest { Name = "n", Model = model });

        Assert.That(client.Sent[0].Body, Is.EqualTo($$"""{"name":"n","model":{{json}}}"""));
    }

    [Test]
    public void Options_that_are_not_an_object_are_rejected() =>
        Assert.That(() => ModelSelection.Of("a", "temperature=1"),
            Throws.ArgumentException.With.Message.Contain("must be an object").And.Property("ParamName").EqualTo("options"));

    [Test]
    public async Task Examples_can_be_given_as_pairs()
    {
        using var client = TestClient.Answering(Any);

        await client.Opper.CallAsync(new CallRequest
        {
            Name = "n",
            Examples = [("in", "out"), (new { country = "Norway" }, new { city = "Oslo" }, "a capital"), CallExample.Of(1, 2, "twice")],
        });

        Assert.That(client.Sent[0].Body,
            Is.EqualTo("""{"name":"n","examples":[{"input":"in","output":"out"},{"input":{"country":"Norway"},"output":{"city":"Oslo"},"comment":"a """
                + """capital"},{"input":1,"output":2,"comment":"twice"}]}"""));
    }

    [Test]
    public async Task Media_anywhere_in_an_input_are_data_URLs()
    {
        using var client = TestClient.Answering(Any);
        var picture = OpperMedia.FromBytes([1, 2, 3], "image/png");

        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = new { question = "what?", pictures = new[] { picture, picture }, last = 1 } });
        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = picture });

        const string Written = """{"_opper_media_input":"data:image/png;base64,AQID"}""";
        Assert.That(client.Sent[0].Body,
            Is.EqualTo("{\"name\":\"n\",\"input\":{\"question\":\"what?\",\"pictures\":[" + Written + "," + Written + "],\"last\":1}}"));
        Assert.That(client.Sent[1].Body, Is.EqualTo($$$"""{"name":"n","input":{{{Written}}}}"""));
    }

    [TestCase(0)]
    [TestCase(12 * 1024)]
    [TestCase((12 * 1024) + 1)]
    [TestCase(1_000_000)]
    public async Task Media_of_any_size_are_sent_completely(int length)
    {
        using var client = TestClient.Answering(Any);
        var content = new byte[length];
        new Random(length).NextBytes(content);
        using var stream = new MemoryStream([9, .. content]) { Position = 1 };

        await client.Opper.CallAsync(new CallRequest
        {
            Name = "n",
            Input = await OpperMedia.FromStreamAsync(stream, "application/pdf"),
            Examples = [(OpperMedia.FromBytes(content, "audio/mpeg"), "x")],
        });

        var body = JObject.Parse(client.Sent[0].Body);
        Assert.That((string?)body["input"]!["_opper_media_input"], Is.EqualTo("data:application/pdf;base64," + Convert.ToBase64String(content)));
        Assert.That((string?)body["examples"]![0]!["input"]!["_opper_media_input"], Is.EqualTo("data:audio/mpeg;base64," + Convert.ToBase64String(content)));
    }

    [TestCase("picture.PNG", "image/png")]
    [TestCase("song.mp3", "audio/mpeg")]
    [TestCase("paper.pdf", "application/pdf")]
    public void The_media_type_of_a_file_is_derived_from_its_extension(string name, string mimeType)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid() + name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes("abc"));
        try
        {
            var media = OpperMedia.FromFile(path);
            Assert.That((media.MimeType, media.Length), Is.EqualTo((mimeType, 3)));
            Assert.That(OpperMedia.FromFile(path, "image/x-own").MimeType, Is.EqualTo("image/x-own"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("data.xyz", "'.xyz'")]
    [TestCase("data", "no extension")]
    public void A_file_of_an_unknown_type_is_rejected(string path, string message) =>
        Assert.That(() => OpperMedia.FromFile(path), Throws.ArgumentException.With.Message.Contain(message).And.Message.Contain("image/png"));

    [TestCase("png")]
    [TestCase("image/png; charset=x")]
    [TestCase("image/png\",\"x\":\"")]
    [TestCase(" ")]
    public void An_invalid_MIME_type_is_rejected(string mimeType) =>
        Assert.That(() => OpperMedia.FromBytes([1], mimeType), Throws.ArgumentException.With.Property("ParamName").EqualTo("mimeType"));

    [Test]
    public async Task A_patch_sends_assigned_values_including_null_for_every_resource()
    {
        using var client = TestClient.Answering(Any);
        var opper = client.Opper;

        await opper.Functions.UpdateAsync("f", new UpdateFunctionRequest { Description = null, Model = null, Instructions = "new" });
        await opper.Spans.UpdateAsync("s", new UpdateSpanRequest { Error = null, Output = new { a = 1 } });
        await opper.Spans.UpdateAsync("s", new UpdateSpanRequest { Output = null, Meta = null });
        await opper.SpanMetrics.UpdateAsync("s", "m", new UpdateSpanMetricRequest { Comment = null, Value = 2 });
        await opper.Datasets.UpdateEntryAsync("d", "e", new UpdateDatasetEntryRequest { Expected = null, Input = "in" });
        await opper.CustomModels.UpdateAsync("c", new UpdateCustomModelRequest { Extra = null, Name = "mine" });
        await opper.ModelAliases.UpdateAsync("a", new UpdateModelAliasRequest { Description = null, FallbackModels = ["x"] });

        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[]
        {
            """{"description":null,"instructions":"new","model":null}""",
            """{"output":"{\"a\":1}","error":null}""",
            """{"output":null,"meta":null}""",
            """{"value":2,"comment":null}""",
            """{"input":"in","expected":null}""",
            """{"name":"mine","extra":null}""",
            """{"fallback_models":["x"],"description":null}""",
        }));
        Assert.That(client.Sent.Select(sent => sent.Method), Is.All.EqualTo("PATCH"));
    }

    [TestCase("\"0.00420\"", "0.00420")]
    [TestCase("0.1", "0.1")]
    [TestCase("1e-7", "0.0000001")]
    [TestCase("12", "12")]
    [TestCase("null", null)]
    public async Task Costs_in_analytics_are_read_as_decimal_from_a_string_number_or_null(string json, string? expected)
    {
        using var client = TestClient.Answering($$"""[{"time_bucket": "2026-01-05T00:00:00Z", "cost": {{json}}, "count": 1, "total_tokens": "159"}]""");

        var usage = await client.Opper.Analytics.GetUsageAsync();

        Assert.That(usage.Single().Cost, Is.EqualTo(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
