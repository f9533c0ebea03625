using System.Net;
using Opper.Knowledge;

namespace Opper.Tests;

/// <summary>Every documented status has its exception; error bodies of any form are parsed and kept.</summary>
public sealed class ErrorTests
{
    [TestCase(400, typeof(OpperBadRequestException))]
    [TestCase(401, typeof(OpperAuthenticationException))]
    [TestCase(404, typeof(OpperNotFoundException))]
    [TestCase(409, typeof(OpperConflictException))]
    [TestCase(422, typeof(OpperValidationException))]
    [TestCase(429, typeof(OpperRateLimitException))]
    [TestCase(500, typeof(OpperServerException))]
    [TestCase(502, typeof(OpperServerException))]
    [TestCase(504, typeof(OpperServerException))]
    [TestCase(418, typeof(OpperApiException))]
    public async Task Each_documented_status_has_its_exception(int status, Type type)
    {
        using var client = TestClient.Answering("{\"type\": \"SomeError\", \"message\": \"general\", \"detail\": \"special\"}", status,
            configure: o => o.MaxRetries = 0);

        var thrown = await Thrown(client);

        Assert.That(thrown, Is.TypeOf(type));
        Assert.That(thrown.StatusCode, Is.EqualTo((HttpStatusCode)status));
        Assert.That(thrown.Type, Is.EqualTo("SomeError"));
        Assert.That(thrown.ErrorMessage, Is.EqualTo("general"));
        Assert.That(thrown.Detail, Is.EqualTo("special"));
        Assert.That(thrown.Method, Is.EqualTo("GET"));
        Assert.That(thrown.Path, Is.EqualTo("/v2/spans/s1"));
    }

    [TestCase("""{"\ud83d in front": 1, "detail": "d", "type": "T"}""")]
    [TestCase("""{"detail\ud83d, which is long": 1, "detail": "d", "type": "T"}""")]
    [TestCase("""{"error": {"\udc00message and more": [{"\ud83d": 1}], "details": "d", "type": "T"}}""")]
    public async Task A_name_with_an_unpaired_surrogate_does_not_hide_the_error(string body)
    {
        using var client = TestClient.Answering(body, 503, configure: static options => options.MaxRetries = 1);

        var thrown = await Thrown(client);

        Assert.That(((int)thrown.StatusCode, thrown.Detail, thrown.Type, thrown.Body, thrown.Attempts), Is.EqualTo((503, "d", "T", body, 2)));
    }

    [TestCase("""{"type": "RequestValidationError", "message": "m", "detail": {"input": null, "loc": ["body", "name"], "msg": "Field """
        + """required", "type": "missing"}}""", "body.name")]
    [TestCase("""{"detail": [{"loc": ["body", "examples", 0, "output"], "msg": "Field required", "type": "missing", "input": {}}]}""",
        "body.examples.0.output")]
    public async Task Validation_issues_are_read_from_an_object_and_from_a_list(string body, string location)
    {
        using var client = TestClient.Answering(body, 422);

        var thrown = await Thrown(client);

        Assert.That(thrown.ValidationIssues, Has.Count.EqualTo(1));
        Assert.That(string.Join(".", thrown.ValidationIssues[0].Loc!), Is.EqualTo(location));
        Assert.That(thrown.ValidationIssues[0].Msg, Is.EqualTo("Field required"));
        Assert.That(thrown.ValidationIssues[0].Type, Is.EqualTo("missing"));
        Assert.That(thrown.Message, Does.Contain(location));
        Assert.That(thrown.Body, Is.EqualTo(body));
    }

    [TestCase("""{"detail": "Invalid output_schema"}""", null, null, "Invalid output_schema")]
    [TestCase("""{"error": {"message": "Bad key", "type": "auth_error", "code": "x", "param": null}}""", "auth_error", "Bad key", "Bad key")]
    [TestCase("""{"error": {"code": "rate_limited", "message": "Slow down", "details": null}}""", "rate_limited", "Slow down", "Slow down")]
    [TestCase("""{"error": {"type": "", "code": "rate_limited", "message": "Slow down", "details": ""}}""", "rate_limited", "Slow down", "Slow down")]
    [TestCase("""{"error": "just text"}""", null, null, "just text")]
    [TestCase("""{"type": "UpstreamError", "message": "Bad gateway", "detail": {"errors":[]}}""", "UpstreamError", "Bad gateway", """{"errors":[]}""")]
    [TestCase("\"only a string\"", null, null, "only a string")]
    [TestCase("<html><h1>502 Bad Gateway</h1></html>", null, null, null)]
    [TestCase("", null, null, null)]
    [TestCase("{\"detail\": \"cut in the mid", null, null, null)]
    [TestCase("[1, 2", null, null, null)]
    [TestCase("null", null, null, null)]
    [TestCase("{\"detail\": null, \"error\": 7}", null, null, null)]
    public async Task An_error_body_of_any_shape_is_parsed_and_kept(string body, string? type, string? message, string? detail)
    {
        using var client = TestClient.Answering(body, 400);

        var thrown = await Thrown(client);

        Assert.That(thrown, Is.TypeOf<OpperBadRequestException>());
        Assert.That(thrown.Type, Is.EqualTo(type));
        Assert.That(thrown.ErrorMessage, Is.EqualTo(message));
        Assert.That(thrown.Detail, Is.EqualTo(detail));
        Assert.That(thrown.Body, Is.EqualTo(body));
        Assert.That(thrown.IsBodyTruncated, Is.False);
    }

    [Test]
    public async Task The_raw_body_is_truncated()
    {
        using var client = TestClient.Answering(new string('x', 1_000_000), 400);

        var thrown = await Thrown(client);

        Assert.That(thrown.Body, Has.Length.EqualTo(64 * 1024));
        Assert.That(thrown.IsBodyTruncated, Is.True);
    }

    [Test]
    public async Task Request_id_and_headers_are_kept_and_the_id_is_in_the_message()
    {
        using var client = TestClient.AnsweringInTurn(null,
            () => TestClient.Response("{}", 404, "application/json", ("X-Request-Id", "req-77"), ("X-Other", "1")));

        var thrown = await Thrown(client);

        Assert.That(thrown.RequestId, Is.EqualTo("req-77"));
        Assert.That(thrown.Message, Does.Contain("req-77"));
        Assert.That(thrown.ToString(), Does.Contain("req-77"));
        Assert.That(thrown.Headers["x-other"], Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task No_prompt_body_or_key_reaches_the_message()
    {
        const string Prompt = "my secret prompt";
        var body = $$"""{"type": "{{Prompt}}", "message": "{{Prompt}} {{TestClient.Key}}", "detail": [{"loc": """
            + $$"""["body", "{{Prompt}}"], "msg": "{{Prompt}}", "type": "x", "input": "{{Prompt}}"}]}""";
        using var client = TestClient.Answering(body, 422);

        var thrown = await Assert.CatchAsync<OpperApiException>(() => client.Opper.CallAsync(new CallRequest { Name = "n", Input = Prompt }));

        Assert.That(thrown!.ToString(), Does.Not.Contain(Prompt).And.Not.Contain(TestClient.Key));
        Assert.That(thrown.Body, Does.Contain(Prompt), "nothing is lost: the body has it");
    }

    [Test]
    public async Task The_query_of_a_request_is_not_in_the_message()
    {
        using var client = TestClient.Answering("{}", 404);

        var thrown = await Assert.CatchAsync<OpperApiException>(() => client.Opper.Datasets.QueryEntriesAsync("d1", "a private question"));

        Assert.That(thrown!.ToString(), Does.Not.Contain("private"));
        Assert.That(thrown.Path, Is.EqualTo("/v2/datasets/d1/entries/query"));
    }

    [Test]
    public async Task An_HTML_page_with_status_200_is_an_error_with_its_text()
    {
        using var client = TestClient.Answering("<html>Sign in</html>", 200, "text/html");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.Models.ListAsync());

        Assert.That(thrown!.RawBody, Is.EqualTo("<html>Sign in</html>"));
        Assert.That(thrown.Message, Does.Contain("not JSON").And.Contain("text/html"));
    }

    [Test]
    public async Task A_field_of_the_wrong_JSON_type_is_an_error_with_its_name_and_the_raw_response()
    {
        const string Body = """{"meta": {"total_count": 1}, "data": [{"id": ["a"], "name": "n", "revision_id": "r"}]}""";
        using var client = TestClient.Answering(Body);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.Functions.ListAsync());

        Assert.That(thrown!.RawBody, Is.EqualTo(Body));
        Assert.That(thrown.JsonPath, Is.EqualTo("data[0].id"));
        Assert.That(thrown.Message, Does.Contain("expected a string").IgnoreCase);
    }

    [Test]
    public async Task A_missing_required_field_does_not_affect_the_other_fields()
    {
        using var client = TestClient.Answering("""{"id": "f1"}""");

        var function = await client.Opper.Functions.GetAsync("f1");

        Assert.That(function.Id, Is.EqualTo("f1"));
    }

    [Test]
    public async Task An_empty_response_in_place_of_an_object_is_reported()
    {
        using var client = TestClient.Answering(string.Empty);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.Functions.GetAsync("f1"));

        Assert.That(thrown!.Message, Does.Contain("empty body").And.Contain("Function"));
    }

    [TestCase("")]
    [TestCase("null")]
    public async Task The_response_to_an_added_document_may_be_empty(string body)
    {
        using var client = TestClient.Answering(body, 201);

        var added = await client.Opper.Knowledge.AddDocumentAsync("k1", new AddDocumentRequest { Content = "text" });

        Assert.That(added.Key, Is.Null);
    }

    private static async Task<OpperApiException> Thrown(TestClient client) =>
        (await Assert.CatchAsync<OpperApiException>(() => client.Opper.Spans.GetAsync("s1")))!;
}
