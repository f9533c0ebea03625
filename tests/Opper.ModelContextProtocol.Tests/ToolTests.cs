using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Newtonsoft.Json.Linq;
using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;

namespace Opper.ModelContextProtocol.Tests;

/// <summary>What a client sees of the tools, over each transport.</summary>
[TestFixture(Transport.Stream)]
[TestFixture(Transport.Http)]
public sealed class ToolTests(Transport transport) : ServerFixture(transport)
{
    [Test]
    public async Task A_function_is_listed_with_its_description_and_schemas_and_is_called()
    {
        await TriageAsync();
        var client = await ServeAsync(server => server.WithOpperFunctions("support/triage"));

        var tool = (await client.ListToolsAsync()).Single();
        var result = await client.CallToolAsync("support_triage", new Dictionary<string, object?> { ["subject"] = "The network is down" });

        Assert.That((tool.Name, tool.Description, tool.ProtocolTool.Annotations!.ReadOnlyHint), Is.EqualTo(("support_triage", "Sorts a ticket.", (bool?)true)));
        Assert.That(tool.JsonSchema.GetProperty("required")[0].GetString(), Is.EqualTo("subject"));
        Assert.That(tool.ReturnJsonSchema!.Value.GetProperty("properties").GetProperty("team").GetProperty("enum").GetArrayLength(), Is.EqualTo(2));
        Assert.That(result.IsError, Is.Not.True);
        Assert.That(result.StructuredContent!.Value.GetProperty("team").GetString(), Is.EqualTo("network"));
        Assert.That((string?)JObject.Parse(TextOf(result))["team"], Is.EqualTo("network"));
    }

    [Test]
    public async Task A_function_without_schemas_takes_an_input_and_returns_text()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
        Emulator.OnCall("shout").Returns("HELLO");
        var client = await ServeAsync(server => server.WithOpperFunctions("shout"));

        var result = await client.CallToolAsync("shout", new Dictionary<string, object?> { ["input"] = "hello" });

        Assert.That((TextOf(result), result.StructuredContent), Is.EqualTo(("HELLO", (JsonElement?)null)));
    }

    [Test]
    public async Task A_knowledge_base_is_searched_with_the_filters_of_the_server_only()
    {
        var manuals = await Opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        await Opper.Knowledge.AddDocumentAsync(manuals.Id,
            new AddDocumentRequest { Key = "en", Content = "Hold the red button.", Metadata = RawJson.Parse("""{"lang": "en"}""") });
        await Opper.Knowledge.AddDocumentAsync(manuals.Id,
            new AddDocumentRequest { Key = "sv", Content = "Hold the red button, på svenska.", Metadata = RawJson.Parse("""{"lang": "sv"}""") });
        var client = await ServeAsync(server => server.WithOpperKnowledge("manuals", "Manuals of routers.", topK: 3, Filter.Where("lang") == "sv"));

        var tool = (await client.ListToolsAsync()).Single();
        var result = await client.CallToolAsync(tool.Name, new Dictionary<string, object?> { ["query"] = "red button", ["filters"] = Array.Empty<object>() });

        Assert.That((tool.Name, tool.Description), Is.EqualTo(("search_manuals", "Manuals of routers.")));
        Assert.That(JArray.Parse(TextOf(result)).Select(match => (string?)match["key"]), Is.EqualTo(new[] { "sv" }));
    }

    [Test]
    public async Task Selected_functions_other_tools_and_tools_of_the_server_are_listed_together()
    {
        foreach (var name in new[] { "support/a", "support/b", "internal/c" })
        {
            await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = name });
        }

        var client = await ServeAsync(server => server
            .WithTools([McpServerTool.Create(() => "12:00", new McpServerToolCreateOptions { Name = "clock" })])
            .WithOpperFunctions(function => function.Name.StartsWith("support/", StringComparison.Ordinal))
            .WithOpperTools((services, _) =>
                Task.FromResult<IEnumerable<AIFunction>>([services.GetRequiredService<OpperClient>().Rerank.AsAIFunction("cohere/rerank-v3.5")])));

        Assert.That((await client.ListToolsAsync()).Select(tool => tool.Name), Is.EquivalentTo(new[] { "clock", "support_a", "support_b", "rank_documents" }));
        Assert.That(TextOf(await client.CallToolAsync("clock")), Is.EqualTo("12:00"));
        var ranked = await client.CallToolAsync("rank_documents",
            new Dictionary<string, object?> { ["query"] = "red", ["documents"] = new[] { "blue", "red" } });
        Assert.That((int?)JArray.Parse(TextOf(ranked))[0]["index"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_tool_with_a_duplicate_name_is_omitted_with_a_warning()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "clock", Instructions = "Tell the time." });
        var client = await ServeAsync(server =>
            server.WithTools([McpServerTool.Create(() => "12:00", new McpServerToolCreateOptions { Name = "clock" })]).WithOpperFunctions("clock"));

        Assert.That(await client.ListToolsAsync(), Has.Count.EqualTo(1));
        Assert.That(TextOf(await client.CallToolAsync("clock")), Is.EqualTo("12:00"));
        Assert.That(Log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text), Has.One.Contains("'clock'"));
    }

    [Test]
    public async Task A_tool_can_be_called_before_tools_are_listed()
    {
        await TriageAsync();
        var client = await ServeAsync(server => server.WithOpperFunctions("support/triage"));

        Assert.That((await client.CallToolAsync("support_triage", new Dictionary<string, object?> { ["subject"] = "Bill" })).IsError, Is.Not.True);
        await Assert.CatchAsync<McpException>(async () => await client.CallToolAsync("nowhere"));
    }

    [TestCase(401)]
    [TestCase(404)]
    [TestCase(429)]
    [TestCase(500)]
    public async Task An_API_error_is_a_tool_error_without_secrets(int status)
    {
        await TriageAsync();
        var client = await ServeAsync(server => server.WithOpperFunctions("support/triage"));
        await client.ListToolsAsync();
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = status, Operation = "Functions_Call" });

        var result = await client.CallToolAsync("support_triage", new Dictionary<string, object?> { ["subject"] = "my secret subject" });

        Assert.That(result.IsError, Is.True);
        Assert.That(TextOf(result), Does.Contain($"failed with {status}").And.Not.Contain(Emulator.ApiKey).And.Not.Contain("secret subject"));
        Assert.That(Log.Lines.Select(line => line.Text), Has.None.Contains(Emulator.ApiKey).And.None.Contains("secret subject"));
    }

    [Test]
    public async Task An_unreachable_server_and_an_invalid_response_are_tool_errors()
    {
        await TriageAsync();
        var client = await ServeAsync(server => server.WithOpperFunctions("support/triage"));
        await client.ListToolsAsync();
        foreach (var kind in new[] { EmulatorFaultKind.ConnectionReset, EmulatorFaultKind.MalformedJson })
        {
            Emulator.ClearFaults();
            Emulator.AddFault(new EmulatorFault { Kind = kind, Operation = "Functions_Call" });
            var result = await client.CallToolAsync("support_triage", new Dictionary<string, object?> { ["subject"] = "Bill" });
            Assert.That(result.IsError, Is.True);
            Assert.That(TextOf(result), Does.Contain("support_triage").And.Contain("/v2/functions/").And.Not.Contain(Emulator.ApiKey));
        }
    }

    [Test]
    public async Task A_missing_argument_is_reported_to_the_model_by_name()
    {
        await Opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "manuals" });
        var client = await ServeAsync(server => server.WithOpperKnowledge("manuals"));

        var result = await client.CallToolAsync("search_manuals");

        Assert.That((result.IsError, TextOf(result)),
            Is.EqualTo(((bool?)true, "An error occurred invoking 'search_manuals': The argument 'query' is missing. (Parameter 'query')")));
    }

    [Test]
    public async Task A_missing_function_is_reported_by_name_and_served_once_it_exists()
    {
        var client = await ServeAsync(server => server.WithOpperFunctions("support/triage"));

        var failure = await Assert.CatchAsync<McpException>(async () => await client.ListToolsAsync());
        var call = await client.CallToolAsync("support_triage");
        await TriageAsync();

        Assert.That(failure!.Message, Does.Contain("support/triage").And.Contain("404").And.Not.Contain(Emulator.ApiKey));
        Assert.That((call.IsError, TextOf(call).Contains("404", StringComparison.Ordinal)), Is.EqualTo(((bool?)true, true)));
        Assert.That(await client.ListToolsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Changed_functions_are_refreshed_and_an_outage_keeps_the_known_tools()
    {
        var function = await TriageAsync();
        var client = await ServeAsync(server => server.WithOpperFunctions(candidate => candidate.Name.StartsWith("support/", StringComparison.Ordinal)));
        Assert.That((await client.ListToolsAsync()).Single().Description, Is.EqualTo("Sorts a ticket."));

        await Opper.Functions.UpdateAsync(function.Id, new UpdateFunctionRequest { Description = "Sorts any ticket." });
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "support/reply", Instructions = "Reply." });
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.That((await client.ListToolsAsync()).Single().Description, Is.EqualTo("Sorts a ticket."));
        using (Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 503, Operation = "Functions_List" }))
        {
            Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.That((await client.ListToolsAsync()).Single().Description, Is.EqualTo("Sorts a ticket."));
        }

        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await client.ListToolsAsync()).Select(tool => tool.Description), Is.EquivalentTo(new[] { "Sorts any ticket.", "Reply." }));
        Assert.That(Log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("not be refreshed", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private Task<Function> TriageAsync() => Opper.Functions.CreateAsync(new CreateFunctionRequest
    {
        Name = "support/triage",
        Description = "Sorts a ticket.",
        Instructions = "Sort.",
        InputSchema = RawJson.Parse("""{"type": "object", "properties": {"subject": {"type": "string"}}, "required": ["subject"]}"""),
        OutputSchema = RawJson.Parse(
            """{"type": "object", "properties": {"team": {"type": "string", "enum": ["billing", "network"]}}, "required": ["team"]}"""),
    });
}
