using System.Text.Json.Nodes;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>Which recorded response a request gets, and the response if there is none.</summary>
public sealed class ReplayTests : CassetteFixture
{
    [Test]
    public async Task Equal_requests_are_replayed_in_order_and_then_by_the_last()
    {
        await RecordedAsync(async recorder =>
        {
            await GetAsync(recorder, "/v2/models");
            await GetAsync(recorder, "/v2/models");
        });
        await Api.DisposeAsync();
        var replayed = await ReplayAsync();

        var answers = new[] { await GetAsync(replayed, "/v2/models"), await GetAsync(replayed, "/v2/models"), await GetAsync(replayed, "/v2/models") };
        replayed.Reset();
        var again = await GetAsync(replayed, "/v2/models");

        Assert.That(answers.Select(a => a.Body), Is.EqualTo(new[] { """{"number":1}""", """{"number":2}""", """{"number":2}""" }));
        Assert.That(again.Body, Is.EqualTo("""{"number":1}"""), "A reset begins the cassette anew.");
        Assert.That((replayed.Cassette!.Hits, replayed.Cassette.Misses, replayed.Cassette.Unplayed), Is.EqualTo((1, 0, 1)));
    }

    [TestCase("""{"name":"n","input":{"a":1,"b":[1,2]}}""", """{ "input": {"b": [1.0, 2e0], "a": 1},  "name": "n" }""", true)]
    [TestCase("""{"name":"n","input":{"a":1,"b":[1,2]}}""", """{"name":"n","input":{"a":1,"b":[2,1]}}""", false)]
    [TestCase("""{"a":null}""", "{}", false)]
    [TestCase("""{"a":"1"}""", """{"a":1}""", false)]
    [TestCase("""{"a":"\u00e9\/"}""", """{"a":"é/"}""", true)]
    [TestCase("""{"id":"6d0d2ae0-0000-4000-8000-000000000001"}""", """{"id":"6d0d2ae0-0000-4000-8000-000000000002"}""", true)]
    [TestCase("""{"start_time":"2026-01-01T10:00:00Z"}""", """{"start_time":"2027-05-05T11:00:00.5+02:00"}""", true)]
    [TestCase("""{"input":{"id":"6d0d2ae0-0000-4000-8000-000000000001"}}""", """{"input":{"id":"6d0d2ae0-0000-4000-8000-000000000002"}}""", false)]
    [TestCase("""{"input":{"start_time":"2026-01-01T10:00:00Z"}}""", """{"input":{"start_time":"2027-01-01T10:00:00Z"}}""", false)]
    [TestCase("""{"dataset_id":"6d0d2ae0-0000-4000-8000-000000000001"}""", """{"dataset_id":"6d0d2ae0-0000-4000-8000-000000000002"}""", false)]
    public async Task Bodies_are_compared_by_content(string recorded, string requested, bool isHit)
    {
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/spans", recorded));

        Assert.That((await PostAsync(await ReplayAsync(), "/v2/spans", requested)).Status, Is.EqualTo(isHit ? 200 : 501));
    }

    [TestCase("/v2/spans?a=1&b=2", "/v2/spans?b=2&a=1", true)]
    [TestCase("/v2/spans?a=1", "/v2/spans?a=2", false)]
    [TestCase("/v2/spans?a=1", "/v2/spans", false)]
    [TestCase("/v2/spans", "/v2/traces", false)]
    [TestCase("/v2/analytics/usage?from_date=2026-01-01T00:00:00Z", "/v2/analytics/usage?from_date=2026-01-02T10:11:12Z", true)]
    [TestCase("/v2/analytics/usage?from_date=2026-01-01", "/v2/analytics/usage?from_date=2026-01-02", false)]
    public async Task The_order_of_query_parameters_is_ignored(string recorded, string requested, bool isHit)
    {
        await RecordedAsync(recorder => GetAsync(recorder, recorded));

        Assert.That((await GetAsync(await ReplayAsync(), requested)).Status, Is.EqualTo(isHit ? 200 : 501));
    }

    [Test]
    public async Task The_order_of_JSON_members_is_ignored([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var body = RandomJson.Object(random, depth: 4);
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call", body.ToJsonString()));
        var replayed = await ReplayAsync();

        Assert.That((await PostAsync(replayed, "/v2/call", RandomJson.Shuffled(body, random)!.ToJsonString(new() { WriteIndented = true }))).Status,
            Is.EqualTo(200));
        body["one more"] = 1;
        Assert.That((await PostAsync(replayed, "/v2/call", body.ToJsonString())).Status, Is.EqualTo(501));
    }

    [Test]
    public async Task Ignored_fields_may_have_any_value_or_be_absent()
    {
        await RecordedAsync(
            async recorder =>
            {
                await PostAsync(recorder, "/v2/call", """{"input":{"today":"2026-01-01","text":"x"},"tags":[{"run":1},{"run":2}]}""");
                await GetAsync(recorder, "/v2/models?nonce=1");
            },
            cassette => cassette.Ignore("input.today", "$.tags[*].run", "nonce"));
        var replayed = await ReplayAsync();

        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"today":"2027-07-07","text":"x"},"tags":[{},{"run":9}]}""")).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"text":"x"},"tags":[{},{}]}""")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(replayed, "/v2/models?nonce=2")).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(replayed, "/v2/call", """{"input":{"text":"y"},"tags":[{},{}]}""")).Status, Is.EqualTo(501));
    }

    [Test]
    public async Task A_miss_reports_the_nearest_request_and_the_differences_and_is_not_forwarded()
    {
        await RecordedAsync(async recorder =>
        {
            await GetAsync(recorder, "/v2/models");
            await PostAsync(recorder, "/v2/call", """{"name":"other","input":{"text":"nothing alike"},"model":"m"}""");
            await PostAsync(recorder, "/v2/call", """{"name":"triage","input":{"text":"the printer is broken","n":1}}""");
        });
        var replayed = await ReplayAsync();

        var miss = await PostAsync(replayed, "/v2/call", """{"name":"triage","input":{"text":"the printer is on fire","n":1},"model":"x"}""");

        var detail = JsonNode.Parse(miss.Body)!["detail"]!;
        Assert.That(miss.Status, Is.EqualTo(501));
        Assert.That((int)detail["nearest"]!["line"]!, Is.EqualTo(4));
        Assert.That(detail["differences"]!.AsArray().Select(d => ((string?)d!["field"], (string?)d["recorded"], (string?)d["requested"])),
            Is.EquivalentTo(new (string?, string?, string?)[]
        {
            ("input.text", "the printer is broken", "the printer is on fire"), ("model", null, "x"),
        }));
        Assert.That((Api.Requests.Count, replayed.Cassette!.Misses, replayed.Requests.Single().Cassette), Is.EqualTo((3, 1, "miss")));
    }

    [Test]
    public async Task A_miss_of_an_empty_cassette_says_so()
    {
        await RecordedAsync(_ => Task.CompletedTask);

        Assert.That((await GetAsync(await ReplayAsync(), "/v2/models")).Body, Does.Contain("The cassette is empty"));
    }

    [Test]
    public async Task The_boundary_of_a_form_is_ignored()
    {
        await RecordedAsync(recorder => SendAsync(recorder, HttpMethod.Post, "/v2/knowledge/k/upload", Form("one", [1, 2, 3], "note")));
        var replayed = await ReplayAsync();

        Assert.That((await SendAsync(replayed, HttpMethod.Post, "/v2/knowledge/k/upload", Form("two", [1, 2, 3], "note"))).Status, Is.EqualTo(200));
        Assert.That((await SendAsync(replayed, HttpMethod.Post, "/v2/knowledge/k/upload", Form("two", [1, 2, 4], "note"))).Status, Is.EqualTo(501));
        Assert.That((await SendAsync(replayed, HttpMethod.Post, "/v2/knowledge/k/upload", Form("two", [1, 2, 3], "Note"))).Status, Is.EqualTo(501));
        Assert.That(Written, Does.Contain("\"parts\"").And.Not.Contain("boundary"));

        static MultipartFormDataContent Form(string boundary, byte[] file, string note) =>
            new(boundary) { { new StringContent(note), "note" }, { new ByteArrayContent(file), "file", "a.bin" } };
    }

    [Test]
    public async Task Ids_generated_by_the_client_are_mapped()
    {
        Api.Answer(async context =>
        {
            var sent = JsonNode.Parse(Api.Requests.Last().Body is { Length: > 0 } body ? body : "{}"u8.ToArray())!;
            await FakeApi.Json(sent.AsObject().ContainsKey("id") ? sent.ToJsonString() : $$"""{"path":"{{context.Request.Path}}"}""")(context);
        });
        await RecordedAsync(recorder => TraceAsync(recorder, "6d0d2ae0-0000-4000-8000-00000000000{0}"));

        var now = await TraceAsync(await ReplayAsync(), "9f9f9f9f-0000-4000-8000-00000000000{0}");

        Assert.That(now.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That(now[0].Body, Does.Contain("9f9f9f9f-0000-4000-8000-000000000001"));
        Assert.That(now[1].Body, Does.Contain("9f9f9f9f-0000-4000-8000-000000000002").And.Contain("\"parent_id\":\"9f9f9f9f-0000-4000-8000-000000000001\""));
        Assert.That(now[^1].Body, Does.Contain("/v2/spans/9f9f9f9f-0000-4000-8000-000000000002"));
        Assert.That(now.Select(answer => answer.Body), Has.None.Contain("6d0d2ae0"));

        async Task<List<(int Status, string Body)>> TraceAsync(OpperEmulator emulator, string pattern)
        {
            string Id(int n) => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, n);
            return
            [
                await PostAsync(emulator, "/v2/spans",
                    $$"""{"id":"{{Id(1)}}","trace_id":"{{Id(9)}}","name":"root","start_time":"{{DateTimeOffset.UtcNow:O}}"}"""),
                await PostAsync(emulator, "/v2/spans",
                    $$"""{"id":"{{Id(2)}}","trace_id":"{{Id(9)}}","parent_id":"{{Id(1)}}","name":"step","start_time":"{{DateTimeOffset.UtcNow:O}}"}"""),
                await GetAsync(emulator, $"/v2/spans/{Id(2)}"),
            ];
        }
    }

    [Test]
    public async Task Concurrent_pipelines_in_another_order_have_no_misses()
    {
        var numbers = Enumerable.Range(0, 40).ToArray();
        await RecordedAsync(recorder => PipelinesAsync(recorder, numbers));
        new Random(1).Shuffle(numbers);
        var replayed = await ReplayAsync();

        await PipelinesAsync(replayed, numbers);

        Assert.That((replayed.Cassette!.Misses, replayed.Cassette.Unplayed), Is.EqualTo((0, 0)));

        Task PipelinesAsync(OpperEmulator emulator, int[] order) => Parallel.ForEachAsync(order, async (i, _) =>
        {
            var id = Guid.NewGuid();
            Assert.That((await PostAsync(emulator, "/v2/spans", $$"""{"id":"{{id}}","name":"pipeline","start_time":"{{DateTimeOffset.UtcNow:O}}"}""")).Status,
                Is.EqualTo(200));
            Assert.That((await PostAsync(emulator, "/v2/call", $$"""{"name":"n","input":{{i}},"parent_span_id":"{{id}}"}""")).Status, Is.EqualTo(200));
        });
    }

    [Test]
    public async Task A_miss_reports_each_difference_in_the_syntax_of_rules()
    {
        await RecordedAsync(async recorder =>
        {
            await PostAsync(recorder, "/v2/call?limit=1", """{"list":[{"a..b":1,"":1,"x y":1}],"deep":{"n":[1]}}""");
            await PostAsync(recorder, "/v2/list", """[{"n":1}]""");
            await SendAsync(recorder, HttpMethod.Post, "/v2/form",
                new MultipartFormDataContent { { new StringContent("1"), "first" }, { new StringContent("2"), "second" } });
        });
        var replayed = await ReplayAsync();

        Assert.That(Fields(await PostAsync(replayed, "/v2/call?limit=2", """{"list":[{"a..b":2,"":2,"x y":2}],"deep":{"n":[2]}}""")),
            Is.EquivalentTo(new[] { "limit", null, null, "list.x y", "deep.n" }));
        Assert.That(Fields(await PostAsync(replayed, "/v2/list", """[{"n":2}]""")), Is.EqualTo(new[] { "n" }));
        Assert.That(Fields(await SendAsync(replayed, HttpMethod.Post, "/v2/form",
            new MultipartFormDataContent { { new StringContent("1"), "first" }, { new StringContent("3"), "second" } })), Is.EqualTo(new[] { "second" }));

        var lenient = await ReplayAsync(cassette => cassette.Ignore("n", "limit", "list.*", "deep.n", "second"));
        Assert.That((await PostAsync(lenient, "/v2/list", """[{"n":2}]""")).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(lenient, "/v2/call?limit=3", """{"list":[{}],"deep":{}}""")).Status, Is.EqualTo(200));

        static IEnumerable<string?> Fields((int Status, string Body) miss) =>
            [.. JsonNode.Parse(miss.Body)!["detail"]!["differences"]!.AsArray().Select(d => (string?)d!["field"])];
    }

    [TestCase(EmulatorFaultKind.Status, 503)]
    [TestCase(EmulatorFaultKind.MalformedJson, 200)]
    public async Task Faults_apply_before_the_cassette_and_consume_no_recorded_response(EmulatorFaultKind kind, int status)
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        var replayed = await ReplayAsync();
        replayed.AddFault(new EmulatorFault { Kind = kind, Times = 1 });

        var struck = await GetAsync(replayed, "/v2/models");
        var after = await GetAsync(replayed, "/v2/models");

        Assert.That(struck.Status, Is.EqualTo(status));
        Assert.That(after.Body, Is.EqualTo("""{"number":1}"""));
        Assert.That((struck.Body == after.Body, replayed.Cassette!.Hits, replayed.Requests[0].Cassette), Is.EqualTo((false, 1, (string?)null)));
    }

    [Test]
    public async Task A_fault_can_cut_a_replayed_stream()
    {
        Api.Answer(FakeApi.Events([.. Enumerable.Range(0, 6).Select(i => $"data: {{\"n\":{i}}}\n\n")]));
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call/stream", """{"name":"n"}"""));
        var replayed = await ReplayAsync();
        replayed.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.CutBody, Times = 1 });

        Assert.That(async () => await PostAsync(replayed, "/v2/call/stream", """{"name":"n"}"""), Throws.InstanceOf<HttpRequestException>());
        Assert.That((await PostAsync(replayed, "/v2/call/stream", """{"name":"n"}""")).Body, Does.Contain("\"n\":5"));
    }

    [Test]
    public async Task Missing_exchanges_are_recorded_in_auto_mode()
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        var auto = await AutoAsync();

        var known = new[] { await GetAsync(auto, "/v2/models"), await GetAsync(auto, "/v2/models") };
        var missing = new[] { await GetAsync(auto, "/v2/traces"), await GetAsync(auto, "/v2/traces") };
        var replayed = await ReplayAsync();
        await Api.DisposeAsync();
        var later = new[] { await GetAsync(replayed, "/v2/traces"), await GetAsync(replayed, "/v2/traces"), await GetAsync(replayed, "/v2/models") };

        Assert.That(known.Select(a => a.Body), Is.All.EqualTo("""{"number":1}"""));
        Assert.That(missing.Select(a => a.Body), Is.EqualTo(new[] { """{"number":2}""", """{"number":3}""" }),
            "A request that is recorded in this run is recorded each time.");
        Assert.That(later.Select(a => a.Body), Is.EqualTo(new[] { """{"number":2}""", """{"number":3}""", """{"number":1}""" }));
        Assert.That((auto.Cassette!.Hits, auto.Cassette.Recorded), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Pages_of_the_emulator_itself_are_not_replayed()
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));
        var replayed = await ReplayAsync();

        Assert.That((await GetAsync(replayed, "/health")).Status, Is.EqualTo(200));
        Assert.That((await SendAsync(replayed, HttpMethod.Get, "/v2/traces", null, request => request.Headers.Add("X-Emulator-Page", "1"))).Status,
            Is.EqualTo(200));
        var state = JsonNode.Parse((await GetAsync(replayed, "/_emulator/cassette")).Body)!;
        Assert.That(((string?)state["mode"], (int)state["exchanges"]!, (int)state["misses"]!), Is.EqualTo(("replay", 1, 0)));
    }

    [Test]
    public async Task A_request_without_a_key_is_rejected_as_by_the_API()
    {
        await RecordedAsync(recorder => GetAsync(recorder, "/v2/models"));

        Assert.That((await SendAsync(await ReplayAsync(), HttpMethod.Get, "/v2/models", null, request => request.Headers.Authorization = null)).Status,
            Is.EqualTo(401));
    }
}
