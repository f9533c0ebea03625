using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Opper.Emulator;
using Opper.Functions;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;
using JsonSerializer = System.Text.Json.JsonSerializer;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Opper.Integration;

/// <summary>Typed outputs of the emulator over real HTTP, buffered and streamed, and forwarded by a web application.</summary>
[TestFixture(OpperSurface.TaskCalls)]
[TestFixture(OpperSurface.Compat)]
public sealed class TypedStreamTests(OpperSurface surface)
{
    private TestedEmulator _emulator = null!;
    private OpperClient _opper = null!;

    public enum Severity
    {
        Minor,
        Major,
    }

    [JsonDerivedType(typeof(Call), "call")]
    [JsonDerivedType(typeof(Letter), "letter")]
    public abstract record Step([property: Description("What is to be done.")] string What);

    public sealed record Call(string What, string Number) : Step(What);

    public sealed record Letter(string What, List<string> Pages) : Step(What);

    public sealed record Ticket(string Title, Severity Severity, [property: Range(1, 5)] int Urgency, DateOnly? Due, List<Step> Steps,
        Dictionary<string, double> Scores, List<string> Tags, string? Note);

    private static object Answer => new
    {
        Title = "The invoice of March is wrong, and the customer waits for an answer",
        Severity = "Major",
        Urgency = 4,
        Due = "2026-03-01",
        Steps = new object[]
        {
            new Dictionary<string, object> { ["$type"] = "call", ["What"] = "Call the customer back today", ["Number"] = "+46 8 1" },
            new Dictionary<string, object> { ["$type"] = "letter", ["What"] = "Send a letter", ["Pages"] = new[] { "one", "two" } },
        },
        Scores = new Dictionary<string, double> { ["a.b"] = 0.5, ["c"] = 1 },
        Tags = Array.Empty<string>(),
        Note = (string?)null,
    };

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _opper = _emulator.CreateClient(options => (options.MaxRetries, options.Surface) = (0, surface));
        _emulator.OnCall("triage").Returns(Answer);
    }

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [Test]
    public async Task The_final_value_of_a_typed_stream_equals_the_result_of_a_typed_call()
    {
        var whole = (await _opper.CallAsync<Ticket>("triage", "Triage.", "mail")).Value;
        var streamed = await _opper.StreamAsync<Ticket>("triage", "Triage.", "mail").GetFinalResultAsync();

        Assert.That(JsonSerializer.Serialize(streamed.Value), Is.EqualTo(JsonSerializer.Serialize(whole)));
        Assert.That(whole.Steps[1], Is.TypeOf<Letter>());
        Assert.That(streamed.Value.Scores["a.b"], Is.EqualTo(0.5));
        Assert.That((await _opper.Spans.GetAsync(streamed.SpanId!)).Name, Is.EqualTo("triage"));
    }

    [Test]
    public async Task A_typed_stream_grows_field_by_field()
    {
        var titles = new List<string>();
        var paths = new List<string?>();
        await foreach (var partial in _opper.StreamAsync<Ticket>("triage", "Triage.", "mail"))
        {
            titles.Add(partial.Value!.Title);
            paths.Add(partial.Path);
        }

        Assert.That(titles.Zip(titles.Skip(1)),
            Is.All.Matches<(string Before, string After)>(pair => pair.After.StartsWith(pair.Before, StringComparison.Ordinal)));
        Assert.That(titles.Distinct().Count(), Is.GreaterThan(2));
        Assert.That(paths, Does.Contain("Steps[1].Pages[0]").And.Contain("Scores.a.b"));
        Assert.That(paths[^1], Is.Null);
    }

    [Test]
    public async Task The_emulator_streams_a_type_filled_from_the_input()
    {
        const string Mail = "From: ann@example.com. Please pay 120.50 euros by 2026-03-01.";
        var ticket = (await _opper.StreamAsync<Facts>("facts", "Extract.", Mail).GetFinalResultAsync()).Value;

        Assert.That(ticket.Email, Does.Contain("ann@example.com"));
    }

    [Test]
    public async Task Functions_return_their_types_by_id_by_name_by_revision_and_as_streams()
    {
        var function = await _opper.Functions.CreateAsync(
            new CreateFunctionRequest { Name = "team/numbers", Instructions = "Count.", OutputSchema = OpperSchema.For<List<int>>() });
        _emulator.OnCall("team/numbers").Returns(new { value = new[] { 1, 2, 3 } });
        var request = new CallFunctionRequest { Input = "x" };

        var answers = new[]
        {
            (await _opper.Functions.CallAsync<List<int>>(function.Id, request)).Value,
            (await _opper.Functions.CallByNameAsync<List<int>>("team/numbers", request)).Value,
            (await _opper.Functions.CallRevisionAsync<List<int>>(function.Id, function.RevisionId!, request)).Value,
            (await _opper.Functions.StreamAsync<List<int>>(function.Id, request).GetFinalResultAsync()).Value,
            (await _opper.Functions.StreamRevisionAsync<List<int>>(function.Id, function.RevisionId!, request).GetFinalResultAsync()).Value,
        };

        Assert.That(answers, Is.All.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((await _opper.Functions.CallByNameAsync("team/numbers", request)).JsonPayload!["value"]!.ToJsonElement().GetArrayLength(), Is.EqualTo(3));
        await Assert.CatchAsync<OpperNotFoundException>(() => _opper.Functions.CallByNameAsync<List<int>>("team/none", request));
    }

    [Test]
    public async Task A_typed_call_creates_its_function_with_the_input_schema()
    {
        await _opper.CallAsync<Facts, string>("describe", "Describe.", new Facts("a@b.test", 1));

        var function = await _opper.Functions.GetByNameAsync("describe");

        // On the compat surface, the description is in the instructions.
        Assert.That((string?)function.InputSchema?["properties"]!["Email"]!["type"], Is.EqualTo(surface == OpperSurface.TaskCalls ? "string" : null));
    }

    [Test]
    public async Task A_web_application_forwards_a_typed_stream()
    {
        await using var app = await WebAsync(
            app => app.MapGet("/ticket", () => TypedResults.ServerSentEvents(_opper.StreamAsync<Ticket>("triage", "Triage.", "mail"))));

        var events = await ReadAsync(app, "/ticket");

        Assert.That(events, Has.Count.GreaterThan(5));
        Assert.That(events[0].GetProperty("path").GetString(), Is.EqualTo("Title"));
        Assert.That(events[^1].GetProperty("isFinal").GetBoolean(), Is.True);
        Assert.That(events[^1].GetProperty("value").GetProperty("steps")[0].GetProperty("number").GetString(), Is.EqualTo("+46 8 1"));
    }

    [Test]
    public async Task A_web_application_forwards_the_chunks()
    {
        var request = new CallRequest { Name = "triage", Input = "mail", OutputSchema = OpperSchema.For<Ticket>() };
        await using var app = await WebAsync(app => app.MapGet("/chunks", () => TypedResults.ServerSentEvents(_opper.StreamAsync(request))));

        var events = await ReadAsync(app, "/chunks");

        Assert.That(events[0].GetProperty("span_id").GetString(), Is.Not.Empty);
        if (surface == OpperSurface.TaskCalls)
        {
            Assert.That(events.Single(item => item.TryGetProperty("json_path", out var path) && path.GetString() == "Urgency").GetProperty("delta").GetString(),
                Is.EqualTo("4"));
        }
        else
        {
            var text = string.Concat(events.Select(item => item.TryGetProperty("delta", out var delta) ? delta.GetString() : null));
            Assert.That(JsonElement.Parse(text).GetProperty("Urgency").GetInt32(), Is.EqualTo(4));
        }
    }

    [Test]
    public async Task A_request_aborted_by_a_browser_is_aborted_at_the_emulator()
    {
        await using var slow = await TestEmulator.StartAsync(new OpperEmulatorOptions { StreamDelay = TimeSpan.FromMilliseconds(20) });
        slow.OnCall("long").Returns(string.Join(' ', Enumerable.Range(0, 3000)));
        var opper = slow.CreateClient(options => options.Surface = surface);
        await using var app = await WebAsync(app => app.MapGet("/text", () => TypedResults.ServerSentEvents(opper.StreamTextAsync("long"))));

        using (var http = new HttpClient())
        {
            using var response = await http.GetAsync(new Uri(new Uri(app.Urls.First()), "/text"), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            Assert.That(await body.ReadAsync(new byte[1]), Is.EqualTo(1));
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var error = default(string);
        while (error is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            var spans = await opper.Traces.ListAsync(cancellationToken: limit.Token);
            error = spans.Data.Count == 0 ? null : (await opper.Traces.GetAsync(spans.Data[0].Id, cancellationToken: limit.Token)).Spans![0].Error;
        }

        Assert.That(error, Does.Contain("closed the stream"));
    }

    private static async Task<WebApplication> WebAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static async Task<List<JsonElement>> ReadAsync(WebApplication app, string path)
    {
        using var http = new HttpClient();
        await using var body = await http.GetStreamAsync(new Uri(new Uri(app.Urls.First()), path));
        var events = new List<JsonElement>();
        await foreach (var item in SseParser.Create(body, (_, data) => JsonElement.Parse(data)).EnumerateAsync())
        {
            events.Add(item.Data);
        }

        return events;
    }

    private sealed record Facts(string Email, double? Amount);
}
