using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>Streams that are recorded completely, truncated and abandoned.</summary>
public sealed class RecordedStreamTests : CassetteFixture
{
    private static readonly string[] Odd =
    [
        ": a comment\n\n", "event: a\nid: 1\nretry: 5\ndata: {\"x\": 1}\n\n", "data: one\ndata: two\n\n", "data: [DONE]\n\n", "data:{\"tight\":true}\n\n",
        "data: {\"crlf\":1}\r\n\r\n",
        "data: {\"cr\":1}\r\r", "data: \"just text\"\n\n", "data: {\"dup\":1,\"dup\":2}\n\n", "data: {\"half\"\n\n", "data: \ud83d\ude00 ü\n\n",
        "\n\n", "data: {\"no end\":1}",
    ];

    [Test]
    public async Task Streams_are_replayed_with_the_same_bytes_however_they_were_split([Range(1, 15)] int seed)
    {
        var random = new Random(seed);
        var whole = string.Concat(Enumerable.Range(0, 20).Select(_ => Odd[random.Next(Odd.Length - 1)])) + Odd[^1];
        var bytes = Encoding.UTF8.GetBytes(whole);
        Api.Answer(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 40), bytes.Length - at);
                await context.Response.Body.WriteAsync(bytes.AsMemory(at, length));
                await context.Response.Body.FlushAsync();
                at += length;
            }
        });
        var recorded = "";
        await RecordedAsync(async recorder => recorded = (await PostAsync(recorder, "/v2/call/stream", "{}")).Body);
        await Api.DisposeAsync();

        var replayed = (await PostAsync(await ReplayAsync(), "/v2/call/stream", "{}")).Body;

        Assert.That(recorded, Is.EqualTo(whole));
        Assert.That(replayed, Is.EqualTo(whole));
    }

    [Test]
    public async Task Events_of_JSON_are_written_as_JSON_one_chunk_each()
    {
        Api.Answer(FakeApi.Events("data: {\"span_id\":\"s\"}\n\ndata: {\"del", "ta\":\"é\"}\n\n"));
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call/stream", "{}"));

        var chunks = Exchanges.Single()["response"]!["chunks"]!.AsArray();

        Assert.That(chunks.Select(chunk => chunk!["data"]!.ToJsonString()), Is.EqualTo(new[] { """{"span_id":"s"}""", """{"delta":"\u00E9"}""" }));
        Assert.That(Written, Does.Contain("\"é\""));
    }

    [Test]
    public async Task Delays_are_recorded_and_replayed_unless_disabled()
    {
        Api.Answer(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(120);
            await context.Response.WriteAsync("data: 2\n\n");
        });
        await RecordedAsync(recorder => PostAsync(recorder, "/v2/call/stream", "{}"));
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var patient = await OpperEmulator.StartAsync(o =>
        {
            o.TimeProvider = clock;
            o.Replay(Cassette);
        });

        var pause = (int)Exchanges.Single()["response"]!["chunks"]![1]!["after_ms"]!;
        var waiting = PostAsync(patient, "/v2/call/stream", "{}");
        var early = await Task.WhenAny(waiting, Task.Delay(200)) == waiting;
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(pause));
            await Task.Delay(5);
        }

        Assert.That(pause, Is.GreaterThanOrEqualTo(100));
        Assert.That(early, Is.False, "Its clock stands still.");
        Assert.That((await waiting).Body, Is.EqualTo("data: 1\n\ndata: 2\n\n"));

        clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var hasty = await OpperEmulator.StartAsync(o =>
        {
            o.TimeProvider = clock;
            o.Replay(Cassette).ReplayPauses = false;
        });
        Assert.That((await PostAsync(hasty, "/v2/call/stream", "{}")).Body, Is.EqualTo("data: 1\n\ndata: 2\n\n"));
    }

    [TestCase("text/event-stream")]
    [TestCase("application/json")]
    public async Task A_response_truncated_by_the_upstream_is_replayed_truncated(string contentType)
    {
        Api.Answer(async context =>
        {
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync("data: {\"n\":1}\n\ndata: {\"n\"");
            await context.Response.Body.FlushAsync();
            throw new IOException("Kestrel closes the connection before the end of the body.");
        });
        await RecordedAsync(async recorder =>
        {
            Assert.That(await ReadToCutAsync(recorder), Is.EqualTo("data: {\"n\":1}\n\ndata: {\"n\""));
            Assert.That(recorder.Requests.Single().Cassette, Is.EqualTo("recorded"));
        });

        Assert.That((bool)Exchanges.Single()["response"]!["cut"]!, Is.True);
        Assert.That(await ReadToCutAsync(await ReplayAsync()), Is.EqualTo("data: {\"n\":1}\n\ndata: {\"n\""));
    }

    [Test]
    public async Task A_stream_abandoned_by_its_client_is_recorded_completely()
    {
        using var go = new SemaphoreSlim(0);
        Api.Answer(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"n\":1}\n\n");
            await context.Response.Body.FlushAsync();
            await go.WaitAsync();
            await context.Response.WriteAsync("data: {\"n\":2}\n\n");
        });
        await RecordedAsync(async recorder =>
        {
            using (var response = await OpenAsync(recorder))
            {
                await using var body = await response.Content.ReadAsStreamAsync();
                Assert.That(await body.ReadAsync(new byte[1]), Is.EqualTo(1));
            }

            while (recorder.Requests.Single().Duration is null && !recorder.Requests.Single().ResponseBody.Contains("1}", StringComparison.Ordinal))
            {
                await Task.Delay(5);
            }

            go.Release();
        });

        Assert.That(Exchanges.Single()["response"]!["chunks"]!.AsArray().Select(chunk => (int)chunk!["data"]!["n"]!), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((await PostAsync(await ReplayAsync(), "/v2/call/stream", "{}")).Body, Does.EndWith("{\"n\":2}\n\n"));
    }

    [Test]
    public async Task A_stream_of_ten_thousand_events_is_replayed_completely()
    {
        Api.Answer(FakeApi.Events(
            [.. Enumerable.Range(0, 100).Select(i => string.Concat(Enumerable.Range(i * 100, 100).Select(n => $"data: {{\"delta\":\"word{n} \"}}\n\n")))]));
        var recorded = "";
        await RecordedAsync(async recorder => recorded = (await PostAsync(recorder, "/v2/call/stream", "{}")).Body);

        Assert.That((await PostAsync(await ReplayAsync(), "/v2/call/stream", "{}")).Body, Is.EqualTo(recorded));
        Assert.That(Exchanges.Single()["response"]!["chunks"]!.AsArray(), Has.Count.EqualTo(10_000));
    }

    [Test]
    public async Task A_stream_above_the_size_limit_of_a_cassette_is_forwarded_and_reported()
    {
        var piece = $"data: {new string('x', 64 * 1024)}\n\n";
        Api.Answer(FakeApi.Events([.. Enumerable.Repeat(piece, 300)]));
        var recorder = await RecordAsync();

        var answer = await PostAsync(recorder, "/v2/call/stream", "{}");

        Assert.That(answer.Body, Has.Length.EqualTo(piece.Length * 300));
        Assert.That(Exchanges, Is.Empty);
        Assert.That(recorder.Cassette!.Warnings.Single(), Does.Contain("was not recorded"));
    }

    private async Task<HttpResponseMessage> OpenAsync(OpperEmulator emulator)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.BaseAddress, "/v2/call/stream"))
        {
            Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<string> ReadToCutAsync(OpperEmulator emulator)
    {
        using var response = await OpenAsync(emulator);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var read = new MemoryStream();
        Assert.That(async () => await body.CopyToAsync(read), Throws.InstanceOf<IOException>());
        return Encoding.UTF8.GetString(read.ToArray());
    }
}
