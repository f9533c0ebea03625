using Opper.Chat;
using Opper.Knowledge;
using Opper.Ocr;

namespace Opper.Tests;

/// <summary>Calls with a single value require no request object.</summary>
public sealed class ConvenienceOverloadTests
{
    [Test]
    public async Task Single_value_overloads_send_the_same_as_request_objects()
    {
        using var client = TestClient.Answering("{}");
        var opper = client.Opper;

        await opper.CallAsync("greet");
        await opper.CallAsync("greet", "Greet.", new { name = "Ann" });
        await opper.Knowledge.CreateAsync("manuals");
        await opper.Knowledge.DeleteDocumentsAsync("k", Filter.Where("lang") == "sv");
        await opper.Spans.SubmitFeedbackAsync("s", 1);
        await opper.Spans.SubmitFeedbackAsync("s", 0.5, "so-so");
        await opper.SpanMetrics.CreateAsync("s", "length", 3);
        await opper.Embeddings.CreateAsync("red");
        await opper.Embeddings.CreateAsync(["red", "green"], "m");
        await opper.Chat.CompleteAsync("hi", "m");

        Assert.That(client.Sent.Select(sent => $"{sent.Method} {new Uri(sent.Url).AbsolutePath} {sent.Body}"), Is.EqualTo(new[]
        {
            """POST /v2/call {"name":"greet"}""",
            """POST /v2/call {"name":"greet","instructions":"Greet.","input":{"name":"Ann"}}""",
            """POST /v2/knowledge {"name":"manuals"}""",
            """DELETE /v2/knowledge/k/query {"filters":[{"field":"lang","operation":"=","value":"sv"}]}""",
            """POST /v2/spans/s/feedback {"score":1}""",
            """POST /v2/spans/s/feedback {"score":0.5,"comment":"so-so"}""",
            """POST /v2/spans/s/metrics {"dimension":"length","value":3}""",
            """POST /v2/embeddings {"input":"red"}""",
            """POST /v2/embeddings {"input":["red","green"],"model":"m"}""",
            """POST /v2/openai/chat/completions {"messages":[{"role":"user","content":"hi"}],"model":"m"}""",
        }));
    }

    [Test]
    public async Task A_query_accepts_a_question_with_or_without_a_filter()
    {
        using var client = TestClient.Answering("[]");

        await client.Opper.Knowledge.QueryAsync("k", "q");
        await client.Opper.Knowledge.QueryAsync("k", "q", Filter.Where("year") > 2023, topK: 3);

        Assert.That(client.Sent.Select(sent => sent.Body),
            Is.EqualTo(new[] { """{"query":"q"}""", """{"query":"q","top_k":3,"filters":[{"field":"year","operation":">","value":2023}]}""" }));
    }

    [Test]
    public async Task A_stream_without_a_type_returns_chunks()
    {
        using var client = TestClient.Streaming("data: {\"delta\":\"Hello\",\"chunk_type\":\"text\"}\n\n");
        var text = string.Empty;

        await foreach (var chunk in client.Opper.StreamAsync("greet", "Greet.", "Ann"))
        {
            text += chunk.Delta;
        }

        Assert.That((text, client.Sent.Single().Body), Is.EqualTo(("Hello", """{"name":"greet","instructions":"Greet.","input":"Ann"}""")));
    }

    [Test]
    public async Task Single_message_chats_can_be_typed_or_streamed()
    {
        using var client = TestClient.Answering("""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"7"},"finish_reason":"stop"}]}""");
        using var streaming = TestClient.Streaming(
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

        string text = await client.Opper.Chat.CompleteAsync<string>("How many?");
        var completion = await streaming.Opper.Chat.StreamAsync(["Hi"], "m").GetFinalCompletionAsync();

        Assert.That((text, client.Sent.Single().Body), Is.EqualTo(("7", """{"messages":[{"role":"user","content":"How many?"}]}""")));
        Assert.That(completion.Choices.Single().Message.Content!.Text, Is.EqualTo("Hello"));
        Assert.That(streaming.Sent.Single().Body, Does.Contain("""{"role":"user","content":[{"type":"text","text":"Hi"}]}""").And.Contain("\"stream\":true"));
    }

    [Test]
    public async Task The_type_of_a_request_object_may_be_omitted()
    {
        using var client = TestClient.Answering("{}");
        using var lists = TestClient.Answering("[]");
        var opper = client.Opper;

        await opper.CallAsync(new() { Name = "a" });
        await opper.Knowledge.CreateAsync(new() { Name = "manuals" });
        await opper.Knowledge.AddDocumentAsync("k", new() { Content = "c" });
        await opper.Knowledge.DeleteDocumentsAsync("k", new() { Filters = Filter.Where("a") == 1 });
        await opper.Spans.SubmitFeedbackAsync("s", new() { Score = 1 });
        await opper.SpanMetrics.CreateAsync("s", new() { Dimension = "d", Value = 1 });
        await opper.Embeddings.CreateAsync(new() { Input = "red" });
        await opper.Ocr.ProcessAsync(new() { Model = "m", Document = OcrDocument.FromUrl("https://x.test") });
        await opper.Rerank.RerankAsync(new() { Model = "m", Query = "q", Documents = ["a"] });
        await opper.Chat.CompleteAsync(new() { Messages = [ChatMessage.User("hi")] });
        await lists.Opper.Knowledge.QueryAsync("k", new() { Query = "q" });

        Assert.That(client.Sent, Has.Count.EqualTo(10));
    }

    [Test]
    public void A_blank_name_or_a_missing_filter_is_rejected_before_sending()
    {
        using var client = TestClient.Answering("{}");
        Assert.That(() => client.Opper.CallAsync(" "), Throws.ArgumentException);
        Assert.That(() => client.Opper.StreamAsync(" "), Throws.ArgumentException);
        Assert.That(async () => await client.Opper.Knowledge.CreateAsync(" "), Throws.ArgumentException);
        Assert.That(async () => await client.Opper.Knowledge.DeleteDocumentsAsync("k", (Filter)null!), Throws.ArgumentException);
        Assert.That(client.Sent, Is.Empty);
    }
}
