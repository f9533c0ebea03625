using Opper.Chat;
using Opper.Embeddings;
using Opper.Knowledge;
using Opper.Models;
using Opper.Ocr;
using Opper.Rerank;

namespace Opper.Tests;

/// <summary>Requests in C#: collections that can be filled without assigning them, and values of several forms.</summary>
public sealed class RequestValueTests
{
    [Test]
    public async Task Dictionaries_and_lists_of_a_request_can_be_filled_without_assigning_them()
    {
        using var client = TestClient.Answering("""{"span_id":"s"}""");

        await client.Opper.CallAsync(new CallRequest { Name = "a", Tags = { ["a"] = "b" }, Examples = { ("in", "out") } });
        await client.Opper.CallAsync(new CallRequest { Name = "a", Tags = new() { ["a"] = "b" }, Examples = [("in", "out")] });

        Assert.That(client.Sent.Select(sent => sent.Body), Is.All.EqualTo("""{"name":"a","examples":[{"input":"in","output":"out"}],"tags":{"a":"b"}}"""));
    }

    [Test]
    public async Task Reading_an_empty_collection_of_a_request_does_not_cause_it_to_be_sent()
    {
        using var client = TestClient.Answering("""{"span_id":"s"}""");
        var request = new CallRequest { Name = "a" };

        Assert.That((request.Tags.Count, request.Examples.Count), Is.EqualTo((0, 0)));
        await client.Opper.CallAsync(request);

        Assert.That(client.Sent.Single().Body, Is.EqualTo("""{"name":"a"}"""));
    }

    [Test]
    public async Task An_empty_collection_that_was_assigned_is_sent_and_null_is_not()
    {
        using var client = TestClient.Answering("""{"id":"c","choices":[]}""");

        await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest { Messages = [ChatMessage.User("hi")], Tools = [], Metadata = null, Tags = new() });

        Assert.That(client.Sent.Single().Body, Is.EqualTo("""{"messages":[{"role":"user","content":"hi"}],"tools":[],"tags":{}}"""));
    }

    [Test]
    public async Task The_collections_of_a_patch_distinguish_untouched_empty_filled_and_cleared()
    {
        using var client = TestClient.Answering("""{"id":"a"}""");
        var aliases = client.Opper.ModelAliases;
        var read = new UpdateModelAliasRequest { Name = "n" };
        Assert.That(read.FallbackModels, Is.Empty);

        await aliases.UpdateAsync("a", read);
        await aliases.UpdateAsync("a", new UpdateModelAliasRequest { FallbackModels = [] });
        await aliases.UpdateAsync("a", new UpdateModelAliasRequest { FallbackModels = { "m" } });
        await aliases.UpdateAsync("a", new UpdateModelAliasRequest { FallbackModels = null });

        Assert.That(client.Sent.Select(sent => sent.Body),
            Is.EqualTo(new[] { """{"name":"n"}""", """{"fallback_models":[]}""", """{"fallback_models":["m"]}""", """{"fallback_models":null}""" }));
    }

    [Test]
    public async Task Unions_take_collection_expressions()
    {
        using var client = TestClient.Answering("{}");

        await client.Opper.CallAsync(new CallRequest { Name = "a", Model = ["m1", ModelSelection.Of("m2", new { temperature = 0.5 })] });
        await client.Opper.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = ["red"] });
        await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest {
            Messages = [new() { Role = ChatRole.User, Content = ["What is this?", ChatContentPart.FromImage("https://x.test/a.png")] }], Stop = ["END"] });
        await client.Opper.Knowledge.DeleteDocumentsAsync("k",
            new DeleteDocumentsRequest { Filters = [new() { Field = "n", Operation = FilterOperation.In, Value = [1, "b"] }] });

        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[]
        {
            """{"name":"a","model":["m1",{"name":"m2","options":{"temperature":0.5}}]}""",
            """{"input":["red"]}""",
            """{"messages":[{"role":"user","content":[{"type":"text","text":"What is """
            + """this?"},{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]}],"stop":["END"]}""",
            """{"filters":[{"field":"n","operation":"in","value":[1,"b"]}]}""",
        }));
    }

    [Test]
    public void Unions_can_be_enumerated()
    {
        ModelSelection models = ["a", "b"];
        EmbeddingInput one = "red";
        FilterValue values = ["x", 2];
        Assert.That(Strings(models.GetEnumerator()), Is.EqualTo(new[] { "\"a\"", "\"b\"" }));
        Assert.That(Strings(one.GetEnumerator()), Is.EqualTo(new[] { "red" }));
        Assert.That(Strings(values.GetEnumerator()), Is.EqualTo(new[] { "\"x\"", "2" }));
    }

    [Test]
    public async Task The_model_options_of_a_function_can_be_read()
    {
        using var client = TestClient.Answering("""{"id":"f","name":"n","instructions":"i","model":["m1",{"name":"m2","options":{"temperature":0.5}}]}""");

        var function = await client.Opper.Functions.GetAsync("f");

        var models = function.Model!.Models;
        Assert.That(models.Select(model => model.Name), Is.EqualTo(new[] { "m1", "m2" }));
        Assert.That(models[0].GetOptions(), Is.Null);
        Assert.That((double)models[1].GetOptions()!["temperature"]!, Is.EqualTo(0.5));
    }

    [Test]
    public async Task Documents_to_rerank_can_be_strings_or_have_metadata_of_any_type()
    {
        using var client = TestClient.Answering("{}");

        await client.Opper.Rerank.RerankAsync(new RerankRequest
        {
            Model = "m",
            Query = "q",
            Documents = ["a", RerankDocument.Of("b", new { page = 3 }), new() { Text = "c", Metadata = { ["page"] = 4 } }],
        });
        await client.Opper.Rerank.RerankAsync("m", "q", ["a"]);

        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[]
        {
            """{"query":"q","documents":[{"text":"a"},{"text":"b","metadata":{"page":3}},{"text":"c","metadata":{"page":4}}],"model":"m"}""",
            """{"query":"q","documents":[{"text":"a"}],"model":"m"}""",
        }));
        Assert.That(() => RerankDocument.Of("a", 3), Throws.ArgumentException);
    }

    [Test]
    public async Task An_OCR_document_can_be_a_URL_bytes_or_a_file()
    {
        using var client = TestClient.Answering("{}");
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".pdf");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        try
        {
            await client.Opper.Ocr.ProcessAsync("m", OcrDocument.FromUrl("https://x.test/a.pdf", "a"));
            await client.Opper.Ocr.ProcessAsync("m", OcrDocument.FromImageUrl("https://x.test/a.png"));
            await client.Opper.Ocr.ProcessAsync("m", OcrDocument.FromBytes([1, 2, 3]));
            await client.Opper.Ocr.ProcessAsync("m", OcrDocument.FromFile(file));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[]
        {
            """{"model":"m","document":{"type":"document_url","document_url":"https://x.test/a.pdf","document_name":"a"}}""",
            """{"model":"m","document":{"type":"image_url","image_url":"https://x.test/a.png"}}""",
            """{"model":"m","document":{"type":"base64","content":"AQID"}}""",
            $$$"""{"model":"m","document":{"type":"base64","document_name":"{{{Path.GetFileName(file)}}}","content":"AQID"}}""",
        }));
    }

    [Test]
    public async Task Chat_messages_have_factory_methods_for_their_content()
    {
        using var client = TestClient.Answering("{}");
        var call = new ChatToolCall { Id = "c1", Type = ChatToolType.Function, Function = new ChatFunctionCall { Name = "f", Arguments = "{}" } };

        await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest
        {
            Messages = [ChatMessage.Developer("be brief"), ChatMessage.User("look", ChatContentPart.FromImage("https://x.test/a.png")),
                ChatMessage.User("plain"), ChatMessage.Assistant(call), ChatMessage.Tool(call, "ok")],
        });

        Assert.That(client.Sent.Single().Body, Is.EqualTo(
            """{"messages":[{"role":"developer","content":"be """
            + """brief"},{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]},"""
            + """{"role":"user","content":"plain"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}"""
            + """}]},{"role":"tool","content":"ok","tool_call_id":"c1"}]}"""));
        Assert.That(() => ChatMessage.Assistant(), Throws.ArgumentException);
    }

    [Test]
    public async Task The_fields_and_groups_of_usage_can_be_read_by_name()
    {
        using var client = TestClient.Answering(
            """[{"time_bucket":"2026-01-05T00:00:00Z","cost":"0.0042","count":3,"total_tokens":"159","completion_tokens":null,"model":"m"}]""");

        var bucket = (await client.Opper.Analytics.GetUsageAsync(fields: ["total_tokens", "completion_tokens"], groupBy: ["model"])).Single();

        Assert.That((bucket.GetField("total_tokens"), bucket.GetField("completion_tokens"), bucket.GetField("cost"), bucket.GetField("count"),
            bucket.GetGroup("model"), bucket.GetGroup("team")),
            Is.EqualTo(((decimal?)159, (decimal?)null, (decimal?)0.0042m, (decimal?)3, "m", (string?)null)));
    }

    private static List<string> Strings<T>(IEnumerator<T> items)
    {
        var texts = new List<string>();
        while (items.MoveNext())
        {
            texts.Add(items.Current!.ToString()!);
        }

        return texts;
    }
}
