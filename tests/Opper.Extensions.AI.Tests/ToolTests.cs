using Newtonsoft.Json.Linq;
using Opper.Functions;
using Opper.Knowledge;

namespace Opper.Extensions.AI.Tests;

// Inside the namespace, so that these types take precedence over those of Opper with the same names.
using Microsoft.Extensions.AI;

/// <summary>Opper functions as tools of a model.</summary>
public sealed class ToolTests : EmulatorFixture
{
    [Test]
    public async Task A_function_is_a_tool_with_its_description_and_its_schemas()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "support/triage",
            Description = "Sorts a ticket.",
            Instructions = "Sort.",
            InputSchema = RawJson.Parse("""{"type": "object", "properties": {"subject": {"type": "string"}}, "required": ["subject"]}"""),
            OutputSchema = RawJson.Parse(
                """{"type": "object", "properties": {"team": {"type": "string", "enum": ["billing", "network"]}}, "required": ["team"]}"""),
        });

        var tool = await Opper.Functions.AsAIFunctionAsync("support/triage");
        var result = (System.Text.Json.JsonElement)(await tool.InvokeAsync(new AIFunctionArguments { ["subject"] = "The network is down" }))!;

        Assert.That((tool.Name, tool.Description, result.GetProperty("team").GetString()), Is.EqualTo(("support_triage", "Sorts a ticket.", "network")));
        Assert.That(tool.JsonSchema.GetProperty("properties").GetProperty("subject").GetProperty("type").GetString(), Is.EqualTo("string"));
        Assert.That(tool.ReturnJsonSchema!.Value.GetProperty("properties").TryGetProperty("team", out _), Is.True);
        Assert.That(JToken.DeepEquals(JObject.Parse(Emulator.Requests[^1].Body!)["input"], JObject.Parse("""{"subject": "The network is down"}""")));
    }

    [Test]
    public async Task A_function_whose_input_is_not_an_object_takes_it_as_an_argument()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "sum",
            Instructions = "Add.",
            InputSchema = RawJson.Parse("""{"type": "array", "items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}}"""),
        });

        var shout = await Opper.Functions.AsAIFunctionAsync("shout");
        var sum = await Opper.Functions.AsAIFunctionAsync("sum");
        await shout.InvokeAsync(new AIFunctionArguments { ["input"] = "hello" });
        await sum.InvokeAsync(new AIFunctionArguments { ["input"] = new[] { 1, 2 } });

        Assert.That(Emulator.Requests.Where(request => request.Path.EndsWith("/call", StringComparison.Ordinal))
            .Select(request => JObject.Parse(request.Body!)["input"]!.ToString(Newtonsoft.Json.Formatting.None)), Is.EqualTo(new[] { "\"hello\"", "[1,2]" }));
        Assert.That(shout.Description, Is.EqualTo("Shout."));
        Assert.That(sum.JsonSchema.GetProperty("$defs").TryGetProperty("n", out _), Is.True);
        await Assert.CatchAsync<ArgumentException>(async () => await shout.InvokeAsync(new AIFunctionArguments()));
        await Assert.CatchAsync<OpperNotFoundException>(() => Opper.Functions.AsAIFunctionAsync("nowhere"));
    }

    [Test]
    public async Task All_or_selected_functions_become_tools_with_unique_names()
    {
        foreach (var name in new[] { "a/b", "a_b", "c", "other" })
        {
            await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = name });
        }

        var tools = await Opper.Functions.AsAIFunctionsAsync(function => function.Name != "other");

        Assert.That(tools.Select(tool => tool.Name), Is.EquivalentTo(new[] { "a_b", "a_b_2", "c" }));
        Assert.That(tools.Select(tool => tool.Description), Is.EquivalentTo(new[] { "a/b", "a_b", "c" }));
    }

    [Test]
    public async Task A_model_calls_a_function_and_searches_a_knowledge_base()
    {
        var id = await KnowledgeBaseAsync();
        await Opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "support/triage",
            Instructions = "Sort.",
            InputSchema = RawJson.Parse("""{"type": "object", "properties": {"subject": {"type": "string"}}}"""),
        });
        Emulator.OnChat().CallsTools(("support_triage", new { subject = "Router" }),
            ("search_manuals", new { query = "red button" })).Returns("Hold the red button.");
        var chat = Opper.AsChatClient(Model).AsBuilder().UseFunctionInvocation().Build();

        var response = await chat.GetResponseAsync("How do I reset it?", new ChatOptions
        {
            Tools = [await Opper.Functions.AsAIFunctionAsync("support/triage"),
                await Opper.Knowledge.AsAIFunctionAsync("manuals", "Manuals of routers.", topK: 1, Filter.Where("lang") == "en")],
        });

        Assert.That(response.Text, Is.EqualTo("Hold the red button."));
        var results = Sent[1]["messages"]!.Where(message => (string?)message["role"] == "tool").Select(message => (string)message["content"]!).ToList();
        Assert.That(results, Has.Count.EqualTo(2));
        var match = JArray.Parse(results[1]).Single();
        Assert.That(((string?)match["key"], (string?)match["metadata"]!["lang"], match["score"]!.Type), Is.EqualTo(("reset", "en", JTokenType.Float)));
        var query = Emulator.Requests.Last(request => request.Path == $"/v2/knowledge/{id}/query");
        Assert.That(((int?)JObject.Parse(query.Body!)["top_k"], (string?)JObject.Parse(query.Body!)["filters"]![0]!["field"]), Is.EqualTo((1, "lang")));
    }

    [Test]
    public async Task OCR_and_rerank_can_be_tools()
    {
        var ranked = (System.Text.Json.JsonElement)(await Opper.Rerank.AsAIFunction("cohere/rerank-v3.5",
            topK: 1).InvokeAsync(new AIFunctionArguments { ["query"] = "red button", ["documents"] = new[] { "bread", "the red button" } }))!;
        await Opper.Ocr.AsAIFunction("mistral/mistral-ocr-latest")
            .InvokeAsync(new AIFunctionArguments { ["url"] = "data:text/plain;base64,SGVsbG8=", ["pages"] = new[] { 0 } });

        Assert.That((ranked.GetArrayLength(), ranked[0].GetProperty("text").GetString(), ranked[0].GetProperty("index").GetInt32()),
            Is.EqualTo((1, "the red button", 1)));
        var sent = JObject.Parse(Emulator.Requests[^1].Body!);
        Assert.That(((string?)sent["document"]!["type"], (int?)sent["pages"]![0]), Is.EqualTo(("document_url", 0)));
    }

    private async Task<string> KnowledgeBaseAsync()
    {
        var knowledgeBase = await Opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await Opper.Knowledge.AddDocumentAsync(knowledgeBase.Id,
            new AddDocumentRequest { Key = "reset", Content = "Hold the red button for ten seconds.", Metadata = RawJson.Parse("""{"lang": "en"}""") });
        await Opper.Knowledge.AddDocumentAsync(knowledgeBase.Id,
            new AddDocumentRequest { Key = "aterstall", Content = "Hold the red button, på svenska.", Metadata = RawJson.Parse("""{"lang": "sv"}""") });
        return knowledgeBase.Id;
    }
}
