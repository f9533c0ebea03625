using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Opper.Conventions;
using Opper.Emulator;
using Opper.Knowledge;

namespace Opper.Integration;

/// <summary>Requests that are meant to crash or overload the emulator are rejected with the errors of the API, or completed.</summary>
public sealed class HostileRequestTests
{
    private OpperEmulator _emulator = null!;
    private HttpClient _http = null!;

    private static IEnumerable<string> Schemas =>
    [
        """{"type": "array", "items": {"type": "string"}, "minItems": 200000000}""",
        """{"type": "array", "minItems": 1e300}""",
        """{"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1000}, "minItems": """
        + """1000}, "minItems": 1000}""",
        """{"type": "array", "items": {"enum": ["a"]}, "uniqueItems": true, "minItems": 90000}""",
        """{"type": "string", "minLength": 2000000000}""",
        """{"type": "string", "minLength": 1e300}""",
        """{"type": "array", "items": {"type": "string", "minLength": 999999}, "minItems": 1000}""",
        """{"type": "string", "pattern": "("}""",
        """{"type": "string", "pattern": "[z-a]"}""",
        """{"type": "string", "pattern": "^(?=(a+)+$)(?=(a+)+$)(a+)+\\1b$"}""",
        """{"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}""",
        """{"type": "array", "items": {"$ref": "#"}, "minItems": 2}""",
    ];

    private static IEnumerable<string> OddSchemas =>
    [
        """{"type": "string", "pattern": "^(a+)+$"}""",
        """{"type": "string", "pattern": "^(a|aa)+$"}""",
        """{"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}, """
        + """{"$ref": "#/$defs/a"}]}}}""",
        """{"type": "string", "pattern": "^\\$$"}""",
        """{"type": "string", "minLength": -5, "maxLength": -7}""",
        """{"type": "array", "minItems": -1, "maxItems": -3}""",
        """{"type": "array", "prefixItems": [{"$ref": "#"}]}""",
        """{"type": "array", "items": {"$ref": "#"}}""",
        """{"anyOf": [{"$ref": "#"}]}""",
        """{"$ref": "#"}""",
        """{"$ref": 5}""",
        """{"type": 5}""",
        """{"type": [5, null]}""",
        """{"type": "object", "required": [1, null, "a"], "properties": []}""",
        """{"type": "object", "properties": {"a": true, "b": 5, "c": null}, "required": ["a", "b", "c"]}""",
        """{"type": "number", "minimum": 1e999, "maximum": -1e999, "multipleOf": 1e-300}""",
        """{"type": "integer", "multipleOf": 0}""",
        """{"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 5}""",
        """{"enum": {}, "const": null, "description": 5, "format": 7, "anyOf": {}}""",
        """{"enum": [{"a": 1}, [2], null]}""",
        """{"type": "string", "format": "date-time", "minLength": 50}""",
    ];

    [SetUp]
    public async Task StartAsync()
    {
        var options = new OpperEmulatorOptions();
        options.Limits.MaxOutputTime = TimeSpan.FromSeconds(1);
        options.Limits.MaxRequestBodyBytes = 1024 * 1024;
        options.Limits.MaxRequestBodyValues = 10_000;
        options.Limits.MaxChunks = 1000;
        _emulator = await OpperEmulator.StartAsync(options);
        _http = new HttpClient { BaseAddress = _emulator.BaseAddress };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "op-any");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _emulator.DisposeAsync();
    }

    [TestCaseSource(nameof(Schemas))]
    public async Task A_schema_that_requires_too_large_an_output_is_rejected(string schema)
    {
        var (status, body) = await PostAsync("/v2/call",
            $$"""{"name": "hostile", "input": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "output_schema": {{schema}}}""");
        var (streamed, _) = await PostAsync("/v2/call/stream",
            $$"""{"name": "hostile", "input": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "output_schema": {{schema}}}""");

        Assert.That((status, streamed), Is.EqualTo((400, 400)), body);
        Assert.That(body, Does.Contain("\"BadRequestError\"").And.Contain("output schema"));
        await AnswersStillAsync();
    }

    [TestCaseSource(nameof(OddSchemas))]
    public async Task An_unusual_schema_is_filled(string schema)
    {
        var (status, body) = await PostAsync("/v2/call",
            $$"""{"name": "odd", "input": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! 5", "output_schema": {{schema}}}""");

        Assert.That(status, Is.EqualTo(200), body);
    }

    [Test]
    public async Task Work_is_canceled_when_the_client_disconnects()
    {
        await using var patient = await OpperEmulator.StartAsync(
            new OpperEmulatorOptions { Limits = { MaxOutputTime = TimeSpan.FromDays(1), MaxOutputValues = int.MaxValue, MaxOutputCharacters = int.MaxValue } });
        using var gone = new CancellationTokenSource();
        using var http = new HttpClient { BaseAddress = patient.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "op-any");
        // Doubles at every level, which would practically never end.
        var call = http.PostAsync("/v2/call",
            new StringContent("""{"name": "long", "input": "x", "output_schema": {"anyOf": [{"$ref": "#"}, {"$ref": "#"}, {"$ref": "#"}]}}""", Encoding.UTF8,
                "application/json"), gone.Token);
        while (patient.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        await gone.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);

        while (patient.Requests.Single().Duration is null)
        {
            await Task.Delay(10);
        }

        Assert.That(patient.Requests.Single().StatusCode, Is.Zero);
    }

    [Test]
    public async Task A_body_is_read_only_after_authorization_and_up_to_the_limit()
    {
        foreach (var (authorization, expected) in new[] { ("", 401), ("Authorization: Bearer op-any\r\n", 413) })
        {
            foreach (var length in new[] { "Content-Length: 3000000000", "Transfer-Encoding: chunked" })
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _emulator.BaseAddress.Port);
                var stream = client.GetStream();
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes($"POST /v2/call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{authorization}{length}\r\n\r\n"));
                if (length.StartsWith("Transfer", StringComparison.Ordinal))
                {
                    // Two megabytes; the limit is one.
                    var chunk = Encoding.ASCII.GetBytes($"200000\r\n{new string(' ', 0x200000)}\r\n");
                    await stream.WriteAsync(chunk);
                }

                using var reader = new StreamReader(stream, Encoding.ASCII);

                // The response arrives although most of the body is never sent.
                Assert.That(await reader.ReadLineAsync(), Does.StartWith($"HTTP/1.1 {expected} "), $"{authorization}{length}");
            }
        }

        Assert.That(_emulator.Requests, Has.All.Property(nameof(EmulatorRequest.Body)).Null);
    }

    [Test]
    public async Task Requests_whose_cost_multiplies_are_limited()
    {
        var knowledge = await _emulator.CreateClient().Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "k" });
        var values = await PostAsync("/v2/call", $$"""{"name": "many", "input": [{{string.Join(',', Enumerable.Repeat("1", 20_000))}}]}""");
        var chunks = await PostAsync($"/v2/knowledge/{knowledge.Id}/add",
            $$"""{"content": "{{new string('x', 5000)}}", "configuration": {"text_processing.chunk_size": 2, "text_processing.chunk_overlap": 1} }""");
        var numbers = await PostAsync("/v2/embeddings",
            $$"""{"input": [{{string.Join(',', Enumerable.Repeat("\"a\"", 5000))}}], "model": {"name": "azure/text-embedding-3-large", "options": """
            + $$"""{"dimensions": 8192} } }""");

        Assert.That((values.Status, chunks.Status, numbers.Status), Is.EqualTo((413, 400, 400)));
        Assert.That(values.Body + chunks.Body + numbers.Body, Does.Contain("10000 values").And.Contain("1000 chunks").And.Contain("4000000 numbers"));
    }

    [TestCase("\\ud800")]
    [TestCase("a\\udc00b")]
    [TestCase("\\udc00\\ud800")]
    public async Task An_unpaired_surrogate_is_rejected_at_any_position(string half)
    {
        foreach (var body in new[]
        {
            $$"""{"name": "{{half}}"}""",
            $$"""{"name": "n", "input": "{{half}}"}""",
            $$"""{"name": "n", "input": {"{{half}}": 1} }""",
            $$"""{"name": "n", "{{half}}": 1}""",
            $$"""{"name": "n", "input": [[["{{half}}"]]]}""",
        })
        {
            var (status, answer) = await PostAsync("/v2/call", body);

            Assert.That(status, Is.EqualTo(422), body);
            Assert.That(answer, Does.Contain("RequestValidationError").And.Contain("unable to parse raw data as a unicode string"));
        }
    }

    [Test]
    public async Task No_request_body_causes_a_500()
    {
        var random = new Random(14);
        var failures = new List<string>();
        foreach (var operation in Contract.Operations.Where(o => o.Method is "POST" or "PATCH" or "PUT" or "DELETE"))
        {
            var path = operation.Path.Replace("{", "x", StringComparison.Ordinal).Replace("}", "x", StringComparison.Ordinal);
            for (var i = 0; i < 25; i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path) { Content = new ByteArrayContent(Body(random, operation)) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await _http.SendAsync(request);
                if ((int)response.StatusCode >= 500)
                {
                    failures.Add($"{operation.Method} {operation.Path} "
                        + $"with {Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync())}: {await response.Content.ReadAsStringAsync()}");
                }
            }
        }

        Assert.That(failures, Is.Empty);
    }

    // The example of the contract with some values replaced, or bytes that are not text.
    private static byte[] Body(Random random, ContractOperation operation)
    {
        if (random.Next(8) == 0)
        {
            var noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            return random.Next(2) == 0 ? noise : [.. "{\"name\": \""u8, .. noise, .. "\"}"u8];
        }

        var example = operation.Json.SelectToken("requestBody.content['application/json'].example")
            ?? operation.Json.SelectTokens("requestBody.content['application/json'].examples.*.value").FirstOrDefault();
        var json = JsonNode.Parse(example?.ToString() ?? "{}")!;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            json = Changed(random, json);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static JsonNode Changed(Random random, JsonNode json)
    {
        var places = Places(json).ToList();
        if (places.Count == 0)
        {
            return Odd(random) ?? new JsonObject();
        }

        var (owner, key) = places[random.Next(places.Count)];
        if (owner is JsonObject map)
        {
            map[(string)key] = Odd(random);
        }
        else
        {
            owner.AsArray()[(int)key] = Odd(random);
        }

        return json;
    }

    private static IEnumerable<(JsonNode Owner, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Places(pair.Value).Prepend((map, pair.Key))).ToList(),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i))).ToList(),
        _ => [],
    };

    private static JsonNode? Odd(Random random) => random.Next(14) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e300,
        4 => JsonNode.Parse("1e999"),
        5 => JsonNode.Parse("123456789012345678901234567890"),
        6 => string.Empty,
        7 => "a\0b",
        8 => "\uFFFF😀",
        9 => new JsonArray(),
        10 => new JsonArray(1, "a", null, new JsonObject()),
        11 => new JsonObject { ["type"] = 5, ["name"] = new JsonArray() },
        12 => new string('x', 3000),
        _ => System.Text.Json.JsonSerializer.SerializeToNode(new { type = "string", pattern = "(", minLength = 2_000_000_000 }),
    };

    private async Task<(int Status, string Body)> PostAsync(string path, string body)
    {
        using var response = await _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task AnswersStillAsync() =>
        Assert.That((await _emulator.CreateClient().CallAsync<string>("well", "Answer.", "hello")).Value, Does.Contain("hello"));
}
