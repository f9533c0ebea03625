using System.IO.Compression;
using System.Net;
using System.Text;

namespace Opper.Integration;

/// <summary>Bodies that contradict their headers, and bodies that are too large, over raw sockets.</summary>
public sealed class BodyTests
{
    private const string Answer = "{\"span_id\": \"s1\", \"message\": \"Hello\"}";

    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    private static readonly string[] Encodings = ["gzip", "deflate", "br"];

    [Test]
    public async Task An_error_whose_body_cannot_be_decoded_keeps_its_status([ValueSource(nameof(Encodings))] string encoding)
    {
        await using var server = new RawServer(connection =>
            connection.SendResponseAsync(401, "{\"detail\": \"no\"}", $"Content-Encoding: {encoding}\r\nX-Request-Id: r1\r\n"));

        var thrown = await Assert.CatchAsync<OpperAuthenticationException>(() => server.CreateClient().CallAsync(Request));

        Assert.That((thrown!.StatusCode, thrown.RequestId), Is.EqualTo((HttpStatusCode.Unauthorized, "r1")));
    }

    [Test]
    public async Task A_503_whose_body_cannot_be_decoded_is_retried([ValueSource(nameof(Encodings))] string encoding)
    {
        await using var server = new RawServer(connection => connection.Number == 1
            ? connection.SendResponseAsync(503, "{\"detail\": \"busy\"}", $"Content-Encoding: {encoding}\r\n")
            : connection.SendResponseAsync(200, Answer));

        var response = await server.CreateClient(options => options.MaxRetries = 2).Calls.WithRawResponse.CallAsync(Request);

        Assert.That((response.Value.Message, response.Attempts), Is.EqualTo(("Hello", 2)));
    }

    [Test]
    public async Task A_200_whose_body_cannot_be_decoded_is_a_connection_error([ValueSource(nameof(Encodings))] string encoding)
    {
        await using var server = new RawServer(connection =>
            connection.SendResponseAsync(200, Answer, $"Content-Encoding: {encoding}\r\nX-Request-Id: r1\r\n"));

        var thrown = await Assert.CatchAsync<OpperConnectionException>(() => server.CreateClient(options => options.MaxRetries = 1).CallAsync(Request));

        Assert.That((thrown!.StatusCode, thrown.RequestId, thrown.Attempts, thrown.IsRequestUnsent),
            Is.EqualTo(((HttpStatusCode?)HttpStatusCode.OK, "r1", 2, false)));
    }

    [Test]
    public async Task A_stream_that_cannot_be_decoded_is_a_stream_error([ValueSource(nameof(Encodings))] string encoding)
    {
        await using var server = new RawServer(connection =>
            connection.SendResponseAsync(200, "data: {\"delta\": \"x\"}\n\n", $"Content-Encoding: {encoding}\r\n", "text/event-stream"));

        await Assert.CatchAsync<OpperStreamException>(() => server.CreateClient().StreamAsync(Request).GetFinalResultAsync());
    }

    [Test]
    public async Task A_compressed_stream_that_is_cut_by_closing_is_truncated([ValueSource(nameof(Encodings))] string encoding, [Values] bool isWhole)
    {
        using var encoded = new MemoryStream();
        await using (var encoder = Encoder(encoding, encoded))
        {
            await encoder.WriteAsync("data: {\"delta\": \"Hel\"}\n\n"u8.ToArray());
            await encoder.FlushAsync();
            await encoder.WriteAsync(Encoding.UTF8.GetBytes("data: {\"delta\": \"lo\"}\n\n" + (isWhole ? "data: [DONE]\n\n" : string.Empty)));
            await encoder.FlushAsync();
        }

        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: {encoding}\r\nConnection: close\r\n\r\n");
            await connection.SendAsync(encoded.ToArray());
        });
        var stream = server.CreateClient().StreamAsync(Request);

        if (isWhole)
        {
            Assert.That((await stream.GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
        }
        else
        {
            Assert.That((await Assert.CatchAsync<OpperStreamException>(() => stream.GetFinalResultAsync()))!.IsTruncated, Is.True);
        }
    }

    [Test]
    public async Task A_truncated_compressed_response_throws_an_exception_of_the_library()
    {
        var compressed = Compress(Encoding.UTF8.GetBytes(Answer));
        await using var server = new RawServer(connection => SendAsync(connection, compressed[..^12], "Content-Encoding: gzip\r\n"));

        await Assert.CatchAsync<OpperException>(() => server.CreateClient().CallAsync(Request));
    }

    [TestCase("utf-16")]
    [TestCase("nonsense")]
    public async Task A_response_in_another_charset_is_reported(string charset)
    {
        await using var server = new RawServer(connection =>
            SendAsync(connection, Encoding.Unicode.GetBytes(Answer), string.Empty, $"application/json; charset={charset}"));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => server.CreateClient().CallAsync(Request));

        Assert.That(thrown!.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_small_response_that_decompresses_to_a_large_one_is_limited()
    {
        var bomb = Compress(new byte[100_000_000]);
        await using var server = new RawServer(connection => SendAsync(connection, bomb, "Content-Encoding: gzip\r\nX-Request-Id: r1\r\n"));
        var opper = server.CreateClient(options => options.MaxResponseBytes = 1_000_000);
        var before = GC.GetTotalAllocatedBytes();

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => opper.CallAsync(Request));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes (1,000,000"));
        Assert.That((thrown.StatusCode, thrown.RequestId, thrown.Attempts), Is.EqualTo(((HttpStatusCode?)HttpStatusCode.OK, "r1", 1)));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(20_000_000));
    }

    [TestCase("MaxDepth (20)", 21, false)]
    [TestCase("MaxDepth (20)", 20, true)]
    [TestCase("MaxNumberLength (30)", 31, false)]
    [TestCase("MaxNumberLength (30)", 30, true)]
    public async Task The_depth_and_number_length_of_a_response_are_limited(string bound, int size, bool isTaken)
    {
        var value = bound.StartsWith("MaxDepth", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Repeat("[", size - 1)) + "\"}]{[\\\"[[[\"" + string.Concat(Enumerable.Repeat("]", size - 1))
            : "[1, " + new string('7', size) + ",\"" + new string('7', 100) + "\", 2]";
        await using var server = new RawServer(connection => connection.SendResponseAsync(200, $"{{\"span_id\": \"s1\", \"json_payload\": {value}}}"));
        var opper = server.CreateClient(options => (options.MaxDepth, options.MaxNumberLength) = (20, 30));

        if (isTaken)
        {
            Assert.That((await opper.CallAsync(Request)).JsonPayload, Is.Not.Null);
        }
        else
        {
            Assert.That((await Assert.CatchAsync<OpperSerializationException>(() => opper.CallAsync(Request)))!.Message, Does.Contain(bound));
        }
    }

    [TestCase(99, false)]
    [TestCase(100, true)]
    public async Task A_response_of_exactly_the_limit_is_accepted(int bound, bool isTaken)
    {
        var body = Answer + new string(' ', 100 - Answer.Length);
        await using var withLength = new RawServer(connection => connection.SendResponseAsync(200, body));
        await using var without = new RawServer(connection =>
            connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body));

        foreach (var server in new[] { withLength, without })
        {
            var opper = server.CreateClient(options => options.MaxResponseBytes = bound);
            Assert.That(isTaken
                ? (await opper.CallAsync(Request)).Message
                : (await Assert.CatchAsync<OpperSerializationException>(() => opper.CallAsync(Request)))!.GetType().Name,
                Is.EqualTo(isTaken ? "Hello" : nameof(OpperSerializationException)));
        }
    }

    [Test]
    public async Task A_declared_content_length_is_not_allocated_in_advance()
    {
        await using var server = new RawServer(connection =>
            connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 250000000\r\n\r\n{\"span_id\""));
        var opper = server.CreateClient();
        var before = GC.GetTotalAllocatedBytes();

        var thrown = await Assert.CatchAsync<OpperConnectionException>(() => opper.CallAsync(Request));

        Assert.That(thrown!.PartialBody, Is.EqualTo("{\"span_id\""));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(20_000_000));
    }

    [Test, NonParallelizable]
    public async Task The_memory_of_a_large_response_is_released()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + Answer);
            for (var i = 0; i < 64; i++)
            {
                await connection.SendAsync(new string(' ', 1_000_000));
            }
        });
        var opper = server.CreateClient();
        await opper.CallAsync(Request);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await opper.CallAsync(Request);
        await opper.CallAsync(Request);

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(20_000_000));
        Assert.That(before, Is.LessThan(60_000_000), "the first one left nothing behind either");
    }

    [TestCase("data: {\"delta\": \"")]
    [TestCase("data: x\n")]
    [TestCase(": x\n")]
    [TestCase("event: x\r\n")]
    public async Task An_endless_event_is_limited(string repeated)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.SendChunkAsync("data: {\"delta\": \"Hel\"}\n\ndata: {\"delta\": \"");
            while (true)
            {
                await connection.SendChunkAsync(string.Concat(Enumerable.Repeat(repeated, 1000)));
            }
        });
        var opper = server.CreateClient(options => options.MaxEventBytes = 1_000_000);

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => opper.StreamAsync(Request).GetFinalResultAsync());

        Assert.That(thrown!.Message, Does.Contain("MaxEventBytes (1,000,000)"));
    }

    [TestCase("\n\n")]
    [TestCase("\r\n\r\n")]
    [TestCase("\r\r")]
    public async Task Many_events_do_not_count_as_one_long_event(string end)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            for (var i = 0; i < 50; i++)
            {
                await connection.SendChunkAsync(": " + new string('p', 70) + end + "data: {\"delta\": \"x\"}" + end[..(end.Length / 2)]);
                await connection.SendChunkAsync(end[(end.Length / 2)..]);
            }

            await connection.SendAsync("0\r\n\r\n");
        });

        Assert.That((await server.CreateClient(options => options.MaxEventBytes = 100).StreamAsync(Request).GetFinalResultAsync()).Text,
            Has.Length.EqualTo(50));
    }

    [Test]
    public async Task A_compressed_response_is_decoded([ValueSource(nameof(Encodings))] string encoding)
    {
        using var encoded = new MemoryStream();
        await using (var encoder = Encoder(encoding, encoded))
        {
            await encoder.WriteAsync(Encoding.UTF8.GetBytes(Answer));
        }

        await using var server = new RawServer(connection => SendAsync(connection, encoded.ToArray(), $"Content-Encoding: {encoding}\r\n"));

        var response = await server.CreateClient().Calls.WithRawResponse.CallAsync(Request);

        Assert.That(response.Value.Message, Is.EqualTo("Hello"));
        Assert.That(response.Headers.Keys, Has.None.EqualTo("Content-Encoding").And.None.EqualTo("Content-Length"),
            "They are about what came, not about the body that is handed over.");
        Assert.That(response.Headers.Keys, Does.Contain("Content-Type"));
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static async Task SendAsync(RawConnection connection, byte[] body, string headers, string contentType = "application/json")
    {
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n");
        await connection.SendAsync(body);
    }

    private static Stream Encoder(string encoding, Stream encoded) => encoding switch
    {
        "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
    };
}
