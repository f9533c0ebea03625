using System.Net;
using System.Text.Json.Nodes;
using Opper.Emulator;
using Opper.Functions;

namespace Opper.Integration;

/// <summary>How the page of the emulator is served, and which requests are allowed under /_emulator.</summary>
public sealed class EmulatorPageTests
{
    private OpperEmulator _emulator = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        var options = new OpperEmulatorOptions();
        options.AllowedHosts.Add("allowed.example");
        _emulator = await OpperEmulator.StartAsync(options);
        _http = new HttpClient { BaseAddress = _emulator.BaseAddress };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _emulator.DisposeAsync();
    }

    [TestCase("/", "text/html; charset=utf-8")]
    [TestCase("/assets/css/base.css", "text/css; charset=utf-8")]
    [TestCase("/assets/js/app.js", "text/javascript; charset=utf-8")]
    [TestCase("/assets/icon.svg", "image/svg+xml")]
    public async Task Files_have_their_content_type_and_an_ETag(string path, string type)
    {
        using var first = await _http.GetAsync(path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _http.SendAsync(again);

        Assert.That(first.Content.Headers.ContentType?.ToString(), Is.EqualTo(type));
        Assert.That(first.Headers.CacheControl?.NoCache, Is.True);
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task The_content_security_policy_forbids_external_resources_and_inline_scripts()
    {
        using var page = await _http.GetAsync("/");
        using var reference = await _http.GetAsync("/reference/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var ofReference = reference.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self';").And.Not.Contains("unsafe").And.Not.Contains("http"));
        Assert.That(ofReference, Does.StartWith("default-src 'none'; script-src 'self' 'nonce-").And.Not.Contains("unsafe-eval").And.Not.Contains("http"));
        Assert.That(page.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
    }

    [TestCase("/assets/nothing.js")]
    [TestCase("/assets/../opper.yaml")]
    [TestCase("/assets/")]
    public async Task Paths_that_are_not_files_of_the_page_return_404(string path)
    {
        using var response = await _http.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("127.0.0.1", true)]
    [TestCase("localhost", true)]
    [TestCase("emulator.localhost", true)]
    [TestCase("[::1]", true)]
    [TestCase("allowed.example", false)]
    public async Task The_key_is_revealed_only_under_a_loopback_host_name(string host, bool told)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_emulator/session");
        request.Headers.Host = $"{host}:{_emulator.BaseAddress.Port}";
        using var response = await _http.SendAsync(request);
        var session = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That((string?)session["key"], Is.EqualTo(told ? _emulator.ApiKey : null));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task An_emulator_that_others_can_reach_does_not_reveal_its_key()
    {
        await using var open = await OpperEmulator.StartAsync(new OpperEmulatorOptions { Address = IPAddress.Any, ApiKey = "secret" });
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{open.BaseAddress.Port}") };

        Assert.That(await http.GetStringAsync("/_emulator/session"), Does.Not.Contain("secret"));
        Assert.That(await http.GetStringAsync("/reference/"), Does.Not.Contain("secret"));
        Assert.That((await http.GetAsync("/assets/openapi.json")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("/")]
    [TestCase("/reference/")]
    [TestCase("/_emulator/session")]
    [TestCase("/_emulator/requests")]
    [TestCase("/_emulator/faults")]
    [TestCase("/_emulator/openapi.json")]
    public async Task A_foreign_host_name_that_resolves_to_loopback_receives_no_data(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "evil.example";
        using var response = await _http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("evil.example"));
    }

    [TestCase("Origin", "http://evil.example")]
    [TestCase("Origin", "null")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_origin_cannot_change_anything(string header, string value)
    {
        await _emulator.CreateClient().Functions.CreateAsync(new CreateFunctionRequest { Name = "kept", Instructions = "x" });
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/_emulator/reset"),
            (HttpMethod.Post, "/_emulator/faults"),
            (HttpMethod.Delete, "/_emulator/faults"),
        })
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent("""{"kind": "status"}""") };
            request.Headers.Add(header, value);
            using var response = await _http.SendAsync(request);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
        }

        Assert.That((await _emulator.CreateClient().Functions.GetByNameAsync("kept")).Instructions, Is.EqualTo("x"));
        Assert.That(await _http.GetStringAsync("/_emulator/faults"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task The_page_itself_and_clients_other_than_browsers_can_change_the_emulator()
    {
        using var own = new HttpRequestMessage(HttpMethod.Post, "/_emulator/reset");
        own.Headers.Add("Origin", _emulator.BaseAddress.ToString().TrimEnd('/'));
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var fromPage = await _http.SendAsync(own);
        using var fromTool = await _http.PostAsync("/_emulator/reset", null);

        Assert.That((fromPage.StatusCode, fromTool.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent)));
    }

    [Test]
    public async Task The_contract_is_served_as_JSON_with_the_URL_of_this_server()
    {
        var contract = JsonNode.Parse(await _http.GetStringAsync("/_emulator/openapi.json"))!;

        Assert.That((string?)contract["servers"]![0]!["url"], Is.EqualTo(_emulator.BaseAddress.ToString().TrimEnd('/')));
        Assert.That((string?)contract["paths"]!["/v2/call"]!["post"]!["operationId"], Is.EqualTo("Calls_Call"));
    }

    [Test]
    public async Task The_pages_own_requests_are_neither_recorded_nor_subject_to_faults()
    {
        _emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/functions");
        request.Headers.Add("Authorization", $"Bearer {_emulator.ApiKey}");
        request.Headers.Add("X-Emulator-Page", "1");
        using var response = await _http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_response_without_a_body_is_recorded_with_its_status()
    {
        var opper = _emulator.CreateClient();
        var function = await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "x" });
        await opper.Functions.DeleteAsync(function.Id);

        Assert.That(_emulator.Requests[^1].StatusCode, Is.EqualTo(204));
    }
}
