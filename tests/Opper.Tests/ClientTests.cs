using Opper.Functions;
using Opper.Knowledge;
using Opper.Models;
using Opper.Tracing;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>Creating a client, its settings, and their effect on requests.</summary>
[NonParallelizable]
public sealed class ClientTests
{
    private static readonly string[] Variables = ["OPPER_API_KEY", "OPPER_HTTP_BEARER", "OPPER_BASE_URL"];
    private readonly Dictionary<string, string?> _before = [];

    [SetUp]
    public void ClearEnvironment()
    {
        foreach (var variable in Variables)
        {
            _before[variable] = Environment.GetEnvironmentVariable(variable);
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [TearDown]
    public void RestoreEnvironment()
    {
        foreach (var pair in _before)
        {
            Environment.SetEnvironmentVariable(pair.Key, pair.Value);
        }
    }

    [Test]
    public void A_missing_key_names_the_variable() =>
        Assert.That(() => new OpperClient(), Throws.ArgumentException.With.Message.Contain("OPPER_API_KEY"));

    [TestCase("")]
    [TestCase("   ")]
    public void A_blank_key_is_rejected(string key) =>
        Assert.That(() => new OpperClient(key), Throws.ArgumentException.With.Message.Contain("ApiKey").And.Message.Contain("blank"));

    [TestCase("op key")]
    [TestCase("op-\nkey")]
    [TestCase("op-кey")]
    public void A_key_with_invalid_characters_is_rejected_and_not_in_the_message(string key) =>
        Assert.That(() => new OpperClient(key), Throws.ArgumentException.With.Message.Contain("ApiKey").And.Message.Not.Contain(key));

    [Test]
    public async Task The_key_comes_from_OPPER_API_KEY_first_and_OPPER_HTTP_BEARER_second()
    {
        Environment.SetEnvironmentVariable("OPPER_HTTP_BEARER", "second");
        Assert.That(await AuthorizationAsync(), Is.EqualTo("Bearer second"));
        Environment.SetEnvironmentVariable("OPPER_API_KEY", "first");
        Assert.That(await AuthorizationAsync(), Is.EqualTo("Bearer first"));
        Environment.SetEnvironmentVariable("OPPER_API_KEY", "  ");
        Assert.That(await AuthorizationAsync(), Is.EqualTo("Bearer second"), "a blank variable counts as not set");
    }

    [TestCase("api.opper.ai", "https://")]
    [TestCase("ftp://api.opper.ai", "https://")]
    [TestCase("", "blank")]
    [TestCase("http://api.opper.ai", "https")]
    [TestCase("https://user:pw@api.opper.ai", "user info")]
    [TestCase("https://api.opper.ai?x=1", "query")]
    public void An_invalid_base_URL_is_rejected(string url, string hint) =>
        Assert.That(() => new OpperClient("k", new OpperClientOptions { BaseUrl = url }),
            Throws.ArgumentException.With.Message.Contain("BaseUrl").And.Message.Contain(hint));

    [TestCase("https://api.opper.ai", "https://api.opper.ai/v2/models")]
    [TestCase("https://api.opper.ai/", "https://api.opper.ai/v2/models")]
    [TestCase("https://api.opper.ai/v2", "https://api.opper.ai/v2/models")]
    [TestCase("https://api.opper.ai/v2/", "https://api.opper.ai/v2/models")]
    [TestCase("https://proxy.example.test/opper", "https://proxy.example.test/opper/v2/models")]
    [TestCase("http://localhost:4010", "http://localhost:4010/v2/models")]
    [TestCase("http://127.0.0.1:4010/", "http://127.0.0.1:4010/v2/models")]
    [TestCase("http://[::1]:4010/", "http://[::1]:4010/v2/models")]
    public async Task The_base_URL_may_end_with_a_slash_or_a_version(string url, string expected)
    {
        using var client = TestClient.Answering("""{"meta": {"total_count": 0}, "data": []}""", configure: options => options.BaseUrl = url);

        await client.Opper.Models.ListAsync();

        Assert.That(client.Sent[0].Url, Is.EqualTo(expected));
    }

    [Test]
    public void The_base_URL_can_come_from_the_environment_and_its_error_names_the_variable()
    {
        Environment.SetEnvironmentVariable("OPPER_BASE_URL", "nonsense");
        Assert.That(() => new OpperClient("k"), Throws.ArgumentException.With.Message.Contain("OPPER_BASE_URL"));
    }

    [Test]
    public void Invalid_settings_are_rejected_by_name()
    {
        Assert.That(() => new OpperClient("k", new OpperClientOptions { Timeout = TimeSpan.Zero }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("Timeout"));
        Assert.That(() => new OpperClient("k", new OpperClientOptions { AttemptTimeout = TimeSpan.FromSeconds(-1) }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("AttemptTimeout"));
        Assert.That(() => new OpperClient("k", new OpperClientOptions { MaxRetries = -1 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("MaxRetries"));
    }

    [Test]
    public async Task WithOptions_returns_a_copy_and_does_not_change_the_original_client()
    {
        using var client = TestClient.Answering("""{"meta": {"total_count": 0}, "data": []}""");
        var other = client.Opper.WithOptions(options => options.DefaultHeaders["X-Tenant"] = "b");

        await other.Models.ListAsync();
        await client.Opper.Models.ListAsync();

        Assert.That(client.Sent[0].Headers["X-Tenant"], Is.EqualTo("b"));
        Assert.That(client.Sent[1].Headers.ContainsKey("X-Tenant"), Is.False);
    }

    [Test]
    public async Task A_client_does_not_see_later_changes_of_its_options()
    {
        var options = new OpperClientOptions { ApiKey = "k", BaseUrl = "https://a.example.test" };
        using var handler = new MockHttpMessageHandler();
        handler.When("https://a.example.test/*").Respond(_ => TestClient.Response("""{"meta": {"total_count": 0}, "data": []}"""));
        using var http = new HttpClient(handler);
        var opper = new OpperClient(options, http);
        options.BaseUrl = "https://b.example.test";
        options.DefaultHeaders["X"] = "y";

        Assert.That((await opper.Models.ListAsync()).Data, Is.Empty);
    }

    [Test]
    public async Task A_single_call_can_have_its_own_headers_and_query_parameters()
    {
        using var client = TestClient.Answering("[]");

        await client.Opper.Analytics.GetUsageAsync(fields: ["a", "b"],
            options: new RequestOptions { Headers = { ["X-One"] = "1" }, Query = { ["session_id"] = "sess 1" } });

        Assert.That(client.Sent[0].Headers["X-One"], Is.EqualTo("1"));
        Assert.That(client.Sent[0].Url, Does.EndWith("/v2/analytics/usage?fields=a&fields=b&session_id=sess%201"));
    }

    [Test]
    public async Task A_header_with_a_line_break_is_rejected()
    {
        using var client = TestClient.Answering("{}");

        var thrown = await Assert.CatchAsync<ArgumentException>(
            () => client.Opper.Models.ListAsync(options: new RequestOptions { Headers = { ["X-One"] = "1\r\nX-Two: 2" } }));

        Assert.That(thrown!.Message, Does.Contain("X-One").And.Not.Contain("X-Two"));
        Assert.That(client.Sent, Is.Empty);
        Assert.That(() => new OpperClient("k", new OpperClientOptions { ApplicationName = "a\nb" }),
            Throws.ArgumentException.With.Message.Contain("ApplicationName"));
    }

    [Test]
    public async Task A_raw_response_has_status_headers_request_id_and_body()
    {
        const string Body = """{"id": "f1", "name": "n", "instructions": "i", "new_field": 1}""";
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response(Body, 201, "application/json", ("X-Request-Id", "r9")));

        var response = await client.Opper.Functions.WithRawResponse.GetAsync("f1");

        Assert.That((int)response.StatusCode, Is.EqualTo(201));
        Assert.That(response.RequestId, Is.EqualTo("r9"));
        Assert.That(response.Headers["Content-Type"], Is.EqualTo(new[] { "application/json" }));
        Assert.That(response.GetBodyText(), Is.EqualTo(Body));
        Assert.That(response.Value.Name, Is.EqualTo("n"));
    }

    [Test]
    public async Task Only_the_authorization_header_holds_the_key()
    {
        using var client = TestClient.Answering("""{"meta": {"total_count": 0}, "data": []}""");

        await client.Opper.Models.ListAsync();

        var sent = client.Sent[0];
        Assert.That(sent.Headers["Authorization"], Is.EqualTo("Bearer " + TestClient.Key));
        Assert.That(sent.Headers.Where(header => header.Key != "Authorization").Select(header => header.Value), Has.None.Contains(TestClient.Key));
        Assert.That(sent.Url + sent.Body + client.Opper + new OpperClientOptions { ApiKey = TestClient.Key }, Does.Not.Contain(TestClient.Key));
        Assert.That(sent.Headers["User-Agent"], Does.StartWith("opper-dotnet/"));
    }

    [TestCase("..")]
    [TestCase(".")]
    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a/../b")]
    [TestCase("a//b")]
    [TestCase("/a")]
    public void A_name_that_would_address_another_resource_is_rejected(string name)
    {
        using var client = TestClient.Answering("{}");

        Assert.That(() => client.Opper.Functions.GetByNameAsync(name), Throws.ArgumentException.With.Message.Contain("name"));
        Assert.That(() => client.Opper.Functions.CallAsync(name.Replace('/', '.'), new CallFunctionRequest()),
            name.Contains('/') ? Throws.Nothing : Throws.ArgumentException.With.Message.Contain("functionId"));
        Assert.That(client.Sent.Where(sent => sent.Url.Contains("by-name")), Is.Empty);
    }

    [Test]
    public async Task Slashes_are_separators_in_names_and_escaped_in_ids_and_keys()
    {
        using var client = TestClient.Answering("{}");
        await client.Opper.Functions.GetByNameAsync("my space/sub+x");
        await client.Opper.Knowledge.GetDocumentAsync("k1", "a/b c");
        using var escaping = TestClient.Answering("{}", configure: options => options.EscapeSlashInNames = true);
        await escaping.Opper.Functions.GetByNameAsync("a/b");

        Assert.That(client.Sent[0].Url, Does.EndWith("/v2/functions/by-name/my%20space/sub%2Bx"));
        Assert.That(client.Sent[1].Url, Does.EndWith("/v2/knowledge/k1/documents/a%2Fb%20c"));
        Assert.That(escaping.Sent[0].Url, Does.EndWith("/v2/functions/by-name/a%2Fb"));
    }

    [Test]
    public void Null_arguments_are_rejected_by_name()
    {
        using var client = TestClient.Answering("{}");

        Assert.That(() => client.Opper.Functions.GetAsync(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("functionId"));
        Assert.That(() => client.Opper.CallAsync((CallRequest)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("request"));
        Assert.That(() => client.Opper.CallAsync<string>(" "), Throws.ArgumentException.With.Message.Contain("name"));
    }

    [Test]
    public async Task A_missing_required_field_is_rejected_by_name_before_sending()
    {
        using var client = TestClient.Answering("{}");

        var thrown = await Assert.CatchAsync<ArgumentException>(() => client.Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "f" }));
        var nested = await Assert.CatchAsync<ArgumentException>(
            () => client.Opper.CallAsync(new CallRequest { Name = "f", Examples = [new CallExample { Input = 1 }] }));

        Assert.That(thrown!.Message, Does.Contain("CreateFunctionRequest.Instructions"));
        Assert.That(nested!.Message, Does.Contain("CallExample.Output"));
        Assert.That(client.Sent, Is.Empty);
    }

    [TestCase("")]
    [TestCase("  ")]
    public async Task A_blank_name_is_rejected_before_sending(string name)
    {
        using var client = TestClient.Answering("{}");
        var calls = new Func<Task>[]
        {
            () => client.Opper.CallAsync(new CallRequest { Name = name }),
            () => client.Opper.CallAsync<int>(new CallRequest { Name = name }),
            () => client.Opper.StreamAsync(new CallRequest { Name = name }).GetFinalResultAsync(),
            () => client.Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = name, Instructions = "i" }),
            () => client.Opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = name }),
            () => client.Opper.Spans.CreateAsync(new CreateSpanRequest { Name = name }),
            () => client.Opper.Spans.StartAsync(name),
            () => client.Opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = name, Identifier = "azure/x" }),
            () => client.Opper.ModelAliases.CreateAsync(new CreateModelAliasRequest { Name = name, FallbackModels = { "a" } }),
        };

        foreach (var call in calls)
        {
            Assert.That(await Assert.CatchAsync<ArgumentException>(() => call()), Has.Message.Contain("ame").And.Message.Contain("blank"));
        }

        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public async Task Deleting_documents_requires_a_filter_or_DeleteAll()
    {
        using var client = TestClient.Answering("""{"deleted_count": 4}""");

        Assert.That(await Assert.CatchAsync<ArgumentException>(() => client.Opper.Knowledge.DeleteDocumentsAsync("k1", new DeleteDocumentsRequest())),
            Has.Message.Contain("DeleteAllDocumentsAsync"));
        Assert.That(client.Sent, Is.Empty);
        await client.Opper.Knowledge.DeleteDocumentsAsync("k1",
            new DeleteDocumentsRequest { Filters = [new KnowledgeFilter { Field = "lang", Operation = FilterOperation.Equal, Value = "sv" }] });
        var all = await client.Opper.Knowledge.DeleteAllDocumentsAsync("k1");

        Assert.That(client.Sent[0].Method, Is.EqualTo("DELETE"));
        Assert.That(client.Sent[0].Body, Is.EqualTo("""{"filters":[{"field":"lang","operation":"=","value":"sv"}]}"""));
        Assert.That(client.Sent[1].Body, Is.EqualTo("{}"));
        Assert.That(all.DeletedCount, Is.EqualTo(4));
    }

    private static async Task<string> AuthorizationAsync()
    {
        using var client = TestClient.Answering("""{"meta": {"total_count": 0}, "data": []}""", configure: options => options.ApiKey = null);
        await client.Opper.Models.ListAsync();
        return client.Sent[0].Headers["Authorization"];
    }

    [TestCase(nameof(OpperClientOptions.MaxResponseBytes), 0)]
    [TestCase(nameof(OpperClientOptions.MaxEventBytes), -1)]
    [TestCase(nameof(OpperClientOptions.MaxNumberLength), 0)]
    [TestCase(nameof(OpperClientOptions.MaxDepth), 0)]
    [TestCase(nameof(OpperClientOptions.MaxDepth), 513)]
    public void A_limit_out_of_range_is_rejected_by_name(string name, int value)
    {
        var options = new OpperClientOptions { ApiKey = "k" };
        typeof(OpperClientOptions).GetProperty(name)!.SetValue(options, value);

        Assert.That(() => new OpperClient(options), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain(name));
    }
}
