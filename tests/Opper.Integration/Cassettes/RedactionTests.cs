using System.Net.Http.Headers;
using System.Text;

namespace Opper.Integration.Cassettes;

/// <summary>Secrets are not recorded, whatever their source.</summary>
public sealed class RedactionTests : CassetteFixture
{
    private const string Mail = "ann.berg@example.com";
    private const string Other = "s3cr3t-0f-an0ther-kind";

    [TestCase("Authorization", "Bearer " + Other)]
    [TestCase("X-Api-Key", Other)]
    [TestCase("Cookie", "session=" + Other)]
    [TestCase("Proxy-Authorization", "Basic " + Other)]
    [TestCase("X-Amz-Security-Token", Other)]
    [TestCase("X-Whatever", Other)]
    public async Task Request_headers_are_not_recorded(string name, string value)
    {
        await RecordedAsync(recorder => SendAsync(recorder, HttpMethod.Get, "/v2/models", null, request =>
        {
            if (name == "Authorization")
            {
                request.Headers.Authorization = null;
            }

            request.Headers.TryAddWithoutValidation(name, value);
        }));

        Assert.That(Exchanges, Has.Count.EqualTo(1));
        Assert.That(Written, Does.Not.Contain(Other).And.Not.Contain(Key));
    }

    [Test]
    public async Task Secret_response_headers_are_forwarded_but_not_recorded()
    {
        Api.Answer(context =>
        {
            context.Response.Headers.SetCookie = "session=" + Other;
            context.Response.Headers["X-Api-Key-Echo"] = Other;
            context.Response.Headers["X-Note"] = "for " + Key;
            return Task.CompletedTask;
        });

        await RecordedAsync(async recorder =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(recorder.BaseAddress, "/v2/models"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            using var response = await Http.SendAsync(request);
            Assert.That(response.Headers.GetValues("X-Api-Key-Echo").Single(), Is.EqualTo(Other));
        });

        Assert.That(Written, Does.Not.Contain(Other).And.Not.Contain(Key).And.Contain("for [redacted]"));
    }

    [TestCase("""{"api_key":"S"}""")]
    [TestCase("""{"name":"m","extra":{"apiKey":"S"}}""")]
    [TestCase("""{"list":[{"password":"S"},{"client_secret":["S"]}]}""")]
    [TestCase("""{"input":"{\"access_token\":\"S\"}"}""")]
    public async Task Members_with_secret_names_are_not_recorded(string body)
    {
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/models/custom", body.Replace("S", Other, StringComparison.Ordinal)));

        Assert.That(Written, Does.Not.Contain(Other).And.Contain("[redacted]"));
        Assert.That(Encoding.UTF8.GetString(Api.Requests.Single().Body), Does.Contain(Other), "The upstream gets it.");
        Assert.That((await PostAsync(await ReplayAsync(), "/v2/models/custom", body.Replace("S", "any other value", StringComparison.Ordinal))).Status,
            Is.EqualTo(200));
    }

    [Test]
    public async Task Secret_query_parameters_are_not_recorded()
    {
        await RecordedAsync(recorder => GetAsync(recorder, $"/v2/models?api_key={Other}&limit=5"));

        Assert.That(Written, Does.Not.Contain(Other).And.Contain("limit=5"));
    }

    [Test]
    public async Task A_redacted_value_is_not_recorded_anywhere()
    {
        await RecordedAsync(
            async recorder =>
            {
                Api.Answer(FakeApi.Json($$$"""{"message":"Dear {{{Mail}}}, hello","echo":{"input":{"email":"{{{Mail}}}","id":1234567} } }"""));
                await PostAsync(recorder, "/v2/call", $$$"""{"name":"n","input":{"email":"{{{Mail}}}","text":"From {{{Mail}}}"}}""");
                // Spans have inputs as text, lists nest them deeper, and another exchange may contain it too.
                Api.Answer(FakeApi.Json("""{"data":[{"input":"{\"input\":{\"email\":\"MAIL\"}}","note":"MAIL"}]}""".Replace("MAIL", Mail,
                    StringComparison.Ordinal)));
                await GetAsync(recorder, "/v2/spans");
                Api.Answer(FakeApi.Events("data: {\"delta\":\"Dear \"}\n\n", $"data: {{\"delta\":\"{Mail}\"}}\n\n", $"event: x\ndata: {Mail}\n\n"));
                await PostAsync(recorder, "/v2/call/stream", """{"name":"n"}""");
                Api.Answer(FakeApi.Events("data: {\"delta\":\"eva.lund@\",\"json_path\":\"input.email\"}\n\n",
                    "data: {\"delta\":\"x.test\",\"json_path\":\"input.email\"}\n\n"));
                await PostAsync(recorder, "/v2/call/stream", """{"name":"m"}""");
            },
            cassette => cassette.Redact("input.email"));

        Assert.That(Exchanges, Has.Count.EqualTo(4));
        Assert.That(Written, Does.Not.Contain(Mail).And.Not.Contain("eva.lund@"));
    }

    [Test]
    public async Task A_redacted_field_matches_any_value_and_its_rule_is_stored_in_the_cassette()
    {
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call", $$$"""{"input":{"email":"{{{Mail}}}","n":1}}"""),
            cassette => cassette.Redact("input.email"));
        var replayed = await ReplayAsync();

        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"email":"eva@x.test","n":1}}""")).Status, Is.EqualTo(200));
        var miss = await PostAsync(replayed, "/v2/call", """{"input":{"email":"eva.lund@x.test","n":2}}""");
        Assert.That(miss.Status, Is.EqualTo(501));
        Assert.That(miss.Body, Does.Not.Contain("eva.lund@x.test").And.Not.Contain(Key).And.Contain("body.input.n"));
    }

    [Test]
    public async Task A_redaction_rule_added_after_recording_applies_to_the_report_of_a_miss()
    {
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call", $$$"""{"input":{"email":"{{{Mail}}}","n":1}}"""));
        var replayed = await ReplayAsync(cassette => cassette.Redact("email"));

        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"email":"x","n":1}}""")).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"email":"x","n":3}}""")).Body, Does.Not.Contain(Mail));
    }

    [Test]
    public async Task A_request_with_invalid_JSON_is_recorded_as_a_hash()
    {
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call", $$"""{"api_key":"{{Other}}", """));

        Assert.That(Written, Does.Not.Contain(Other).And.Contain("sha256"));
        var replayed = await ReplayAsync();
        Assert.That((await PostAsync(replayed, "/v2/call", $$"""{"api_key":"{{Other}}", """)).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(replayed, "/v2/call", """{"api_key":"x", """)).Status, Is.EqualTo(501));
    }

    [TestCase("""{"input":{"ssn":198001014321},"text":"no 198001014321"}""", "198001014321")]
    [TestCase("""{"input":{"ssn":"eva.lund@x.test"},"tags":{"eva.lund@x.test":1}}""", "eva.lund@x.test")]
    [TestCase("""{"input":[{"ssn":{"parts":["first-part",{"x":"other-part"}]}}],"echo":"first-part other-part"}""", "first-part", "other-part")]
    [TestCase("""{"input":{"ssn":"Anna Berg"},"nested":"{\"deeper\":\"{\\\"ssn\\\":\\\"Eva Lund\\\"}\",\"x\":\"Anna Berg\"}"}""", "Anna Berg", "Eva Lund")]
    public async Task A_redacted_value_is_removed_from_numbers_names_and_text_too(string body, params string[] secrets)
    {
        Api.Answer(FakeApi.Json(body));
        await RecordedAsync(
            async recorder =>
            {
                await PostAsync(recorder, $"/v2/spans/{Uri.EscapeDataString(secrets[0])}?name={Uri.EscapeDataString(secrets[0])}", body);
                Api.Answer(FakeApi.Events($"data: {body}\n\n", $"event: x\nid: 1\ndata: {body}\n\n"));
                await GetAsync(recorder, "/v2/traces");
            },
            cassette => cassette.Redact("input.ssn", "ssn[0]", "$.ssn"));

        Assert.That(Exchanges, Has.Count.EqualTo(2));
        Assert.That(secrets.Where(secret =>
            Written.Contains(secret, StringComparison.Ordinal) || Written.Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Redacting_a_short_number_does_not_affect_equal_numbers_elsewhere()
    {
        Api.Answer(FakeApi.Json("""{"count":42,"input":{"pin":42}}"""));
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call", """{"input":{"pin":42,"n":42}}"""), cassette => cassette.Redact("input.pin"));

        var body = (await PostAsync(await ReplayAsync(), "/v2/call", """{"input":{"pin":1,"n":42}}""")).Body;
        Assert.That(body, Is.EqualTo("""{"count":42,"input":{"pin":"[redacted]"}}"""));
    }

    [Test]
    public async Task A_schema_that_describes_a_password_is_recorded_unchanged()
    {
        const string Schema = """{"output_schema":{"type":"object","properties":{"password":{"type":"string"}}}}""";
        Api.Answer(FakeApi.Json(Schema));
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/functions", Schema));

        Assert.That((await PostAsync(await ReplayAsync(), "/v2/functions", Schema)).Body, Is.EqualTo(Schema));
    }

    [TestCase("")]
    [TestCase("a..b")]
    [TestCase("$")]
    public void An_invalid_path_is_rejected(string path) =>
        Assert.That(() => new Opper.Emulator.OpperEmulatorOptions().Replay("x.jsonl").Redact(path), Throws.InstanceOf<ArgumentException>());
}
