using Opper.Chat;
using Opper.Functions;

namespace Opper.Integration;

/// <summary>Truncated, reset and refused connections over raw sockets.</summary>
public sealed class BrokenConnectionTests
{
    private const string Answer = "{\"span_id\": \"s1\", \"message\": \"Hello\"}";

    [Test]
    public async Task A_truncated_body_keeps_the_part_received()
    {
        await using var server = new RawServer(connection =>
            connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-Id: r1\r\nContent-Length: 1000\r\n\r\n{\"span_id\": \"s1\""));

        var thrown = await Assert.CatchAsync<OpperConnectionException>(() => server.CreateClient().CallAsync(new CallRequest { Name = "greet" }));

        Assert.That(thrown!.PartialBody, Is.EqualTo("{\"span_id\": \"s1\""));
        Assert.That(thrown.RequestId, Is.EqualTo("r1"));
        Assert.That(thrown.IsRequestUnsent, Is.False);
    }

    [Test]
    public async Task A_truncated_body_without_content_length_keeps_its_text()
    {
        await using var server = new RawServer(connection =>
            connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"span_id\": \"s1\", \"mess"));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => server.CreateClient().CallAsync(new CallRequest { Name = "greet" }));

        Assert.That(thrown!.RawBody, Is.EqualTo("{\"span_id\": \"s1\", \"mess"));
    }

    [Test]
    public async Task A_call_is_retried_after_a_connection_reset()
    {
        await using var server = new RawServer(async connection =>
        {
            if (connection.Number == 1)
            {
                connection.Reset();
                return;
            }

            await connection.SendResponseAsync(200, Answer);
        });

        var response = await server.CreateClient(options => options.MaxRetries = 2).Calls.WithRawResponse.CallAsync(new CallRequest { Name = "greet" });

        Assert.That(response.Value.Message, Is.EqualTo("Hello"));
        Assert.That(response.Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task A_creating_request_is_not_retried_after_a_connection_reset()
    {
        await using var server = new RawServer(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });

        var thrown = await Assert.CatchAsync<OpperConnectionException>(() => server.CreateClient(options => options.MaxRetries = 2)
            .Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "x" }));

        Assert.That(thrown!.Attempts, Is.EqualTo(1));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_connection_is_retried_even_for_a_creating_request()
    {
        int port;
        await using (var server = new RawServer(_ => Task.CompletedTask))
        {
            port = server.Port;
        }

        var opper = new OpperClient("k",
            new OpperClientOptions { BaseUrl = $"http://127.0.0.1:{port}", MaxRetries = 2, RetryBaseDelay = TimeSpan.FromMilliseconds(1) });

        var thrown = await Assert.CatchAsync<OpperConnectionException>(
            () => opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "x" }));

        Assert.That(thrown!.IsRequestUnsent, Is.True);
        Assert.That(thrown.Attempts, Is.EqualTo(3));
    }

    [Test]
    public async Task A_stream_cut_by_the_connection_is_reported_as_truncated()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.SendChunkAsync("data: {\"span_id\": \"s1\"}\n\ndata: {\"delta\": \"Hel\", \"chunk_type\": \"text\"}\n\n");
        });
        var opper = server.CreateClient(options => options.MaxRetries = 2);

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => opper.StreamAsync(new CallRequest { Name = "greet" }).GetFinalResultAsync());

        Assert.That(thrown!.IsTruncated, Is.True);
        Assert.That(server.Connections, Is.EqualTo(1), "nothing is repeated once a stream has begun");
    }

    [Test]
    public async Task A_redirect_is_not_followed_so_that_the_key_is_not_sent_elsewhere()
    {
        await using var elsewhere = new RawServer(connection => connection.SendResponseAsync(200, Answer));
        await using var server = new RawServer(connection =>
            connection.SendResponseAsync(307, string.Empty, $"Location: http://localhost:{elsewhere.Port}/v2/call\r\n"));

        var thrown = await Assert.CatchAsync<OpperApiException>(() => server.CreateClient().CallAsync(new CallRequest { Name = "greet" }));

        Assert.That((int)thrown!.StatusCode, Is.EqualTo(307));
        Assert.That(elsewhere.Connections, Is.Zero);
    }

    [Test]
    public async Task A_stalled_error_body_still_reports_the_status()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 404 X\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"detail\": \"Span");
            await connection.StallAsync();
        });

        var thrown = await Assert.CatchAsync<OpperNotFoundException>(
            () => server.CreateClient(options => options.AttemptTimeout = TimeSpan.FromSeconds(2)).Spans.GetAsync("s1"));

        Assert.That(thrown!.Body, Is.EqualTo("{\"detail\": \"Span"));
        Assert.That(thrown.IsBodyTruncated, Is.True);
    }

    private const string Text = "data: {\"delta\": \"Hello\"}\n\n";
    private const string Chat = "data: {\"id\": \"c\", \"created\": 1, \"model\": \"m\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hello\"}, "
        + "\"finish_reason\": null}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

    // What ends a stream: README.md in src/Opper/Streaming.
    [TestCase(Text, "", false)]
    [TestCase(Text, "Connection: close\r\n", false)]
    [TestCase(Chat, "", false)]
    [TestCase(Text + Done, "", true)]
    [TestCase(Chat + Done, "Connection: close\r\n", true)]
    public async Task A_stream_that_ends_by_closing_is_complete_only_with_an_end_marker(string events, string headers, bool isWhole)
    {
        await using var server = new RawServer(connection =>
            connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n{events}"));
        var opper = server.CreateClient();
        Func<Task<string>> read = events.StartsWith(Text, StringComparison.Ordinal)
            ? async () => (await opper.StreamAsync(new CallRequest { Name = "greet" }).GetFinalResultAsync()).Text!
            : async () => (await opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } })
                .GetFinalCompletionAsync()).Choices[0].Message.Content!.Text!;

        if (isWhole)
        {
            Assert.That(await read(), Is.EqualTo("Hello"));
        }
        else
        {
            Assert.That((await Assert.CatchAsync<OpperStreamException>(read))!.IsTruncated, Is.True);
        }
    }

    [TestCase("Content-Length: 26\r\n", Text)]
    [TestCase("Transfer-Encoding: chunked\r\n", "1a\r\n" + Text + "\r\n0\r\n\r\n")]
    public async Task A_stream_ends_with_its_HTTP_message(string headers, string body)
    {
        await using var server = new RawServer(connection =>
            connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n{body}"));

        Assert.That((await server.CreateClient().StreamAsync(new CallRequest { Name = "greet" }).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
    }
}
