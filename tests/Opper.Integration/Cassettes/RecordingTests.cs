using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Opper.Emulator;
using Opper.TestSupport;

namespace Opper.Integration.Cassettes;

/// <summary>What a recorder forwards, returns and writes.</summary>
public sealed class RecordingTests : CassetteFixture
{
    [Test]
    public async Task A_request_is_forwarded_unchanged_with_its_key()
    {
        var recorder = await RecordAsync();

        var answer = await PostAsync(recorder, "/v2/functions/by-name/a%2Fb%20c?x=1&y=%26", """{ "n": 1.50 }""");

        var received = Api.Requests.Single();
        Assert.That(answer, Is.EqualTo((200, """{"number":1}""")));
        Assert.That(received.Line, Is.EqualTo("POST /v2/functions/by-name/a%2Fb%20c?x=1&y=%26"));
        Assert.That(Encoding.UTF8.GetString(received.Body), Is.EqualTo("""{ "n": 1.50 }"""));
        Assert.That((received.Headers["Authorization"], received.Headers["Host"]), Is.EqualTo(($"Bearer {Key}", Api.Address.Authority)));
        Assert.That((recorder.Cassette!.Recorded, recorder.Requests.Single().Cassette), Is.EqualTo((1, "recorded")));
    }

    [Test]
    public async Task Hop_by_hop_headers_are_dropped_and_others_forwarded()
    {
        Api.Answer(context =>
        {
            context.Response.Headers.Connection = "X-Inner";
            context.Response.Headers["X-Inner"] = "1";
            context.Response.Headers["Keep-Alive"] = "timeout=5";
            context.Response.Headers["X-RateLimit-Remaining-Tokens"] = "7";
            context.Response.Headers["Retry-After"] = "3";
            context.Response.Headers["X-Request-Id"] = "different each time";
            return context.Response.WriteAsync("{}");
        });
        var recorder = await RecordAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(recorder.BaseAddress, "/v2/models"));
        foreach (var (name, value) in new[]
        {
            ("Authorization", $"Bearer {Key}"),
            ("Connection", "X-Private"),
            ("X-Private", "1"),
            ("TE", "trailers"),
            ("Keep-Alive", "5"),
            ("Proxy-Authorization", "Basic x"),
            ("X-Public", "2"),
            ("traceparent", "00-1-2-01"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);

        var received = Api.Requests.Single().Headers;
        Assert.That(received.Keys, Has.None.AnyOf("X-Private", "TE", "Keep-Alive", "Proxy-Authorization"));
        Assert.That((received["X-Public"], received["traceparent"]), Is.EqualTo(("2", "00-1-2-01")));
        Assert.That(response.Headers.Select(h => h.Key),
            Has.None.AnyOf("X-Inner", "Keep-Alive").And.Contain("Retry-After").And.Contain("X-RateLimit-Remaining-Tokens"));
        Assert.That(Exchanges.Single()["response"]!["headers"]!.AsObject().Select(h => h.Key),
            Is.EqualTo(new[] { "retry-after", "x-ratelimit-remaining-tokens" }));
    }

    [Test]
    public async Task Non_ASCII_headers_are_forwarded_in_both_directions()
    {
        const string Name = "attachment; filename=\"grüße.txt\"";
        await using var server = new RawServer(connection => connection.SendResponseAsync(200, "{}", $"Content-Disposition: {Name}\r\n"));
        await using (var recorder = await OpperEmulator.StartAsync(o => o.Record(Cassette, new Uri($"http://127.0.0.1:{server.Port}"))))
        {
            Assert.That(await NameAsync(recorder), Is.EqualTo(Name));
        }

        Assert.That(await NameAsync(await ReplayAsync()), Is.EqualTo(Name));

        async Task<string> NameAsync(OpperEmulator emulator)
        {
            using var handler = new SocketsHttpHandler
            {
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            };
            using var http = new HttpClient(handler);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseAddress, "/v2/models"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Key}");
            request.Headers.TryAddWithoutValidation("X-Note", "grüße");
            using var response = await http.SendAsync(request);
            return response.Content.Headers.NonValidated["Content-Disposition"].ToString();
        }
    }

    [Test]
    public void An_emulator_cannot_be_its_own_upstream()
    {
        var port = FreePort.Next();

        Assert.That(
            async () => await OpperEmulator.StartAsync(o =>
            {
                o.Port = port;
                o.Record(Cassette, new Uri($"http://localhost:{port}/v2"));
            }),
            Throws.ArgumentException.With.Message.Contain("itself"));
    }

    [Test]
    public async Task Compressed_responses_are_recorded_as_text()
    {
        Api.Answer(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync("""{"message":"Grüße"}"""u8.ToArray());
        });

        await RecordedAsync(async recorder => Assert.That((await GetAsync(recorder, "/v2/models")).Body, Is.EqualTo("""{"message":"Grüße"}""")));

        Assert.That(Written, Does.Contain("""{"json":{"message":"Grüße"}}"""));
        Assert.That((await GetAsync(await ReplayAsync(), "/v2/models")).Body, Is.EqualTo("""{"message":"Grüße"}"""));
    }

    [Test]
    public async Task A_compressed_request_is_rejected_because_it_could_not_be_redacted()
    {
        var recorder = await RecordAsync();
        using var content = new ByteArrayContent([31, 139]);
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await SendAsync(recorder, HttpMethod.Post, "/v2/call", content);

        Assert.That(answer.Status, Is.EqualTo(415));
        Assert.That(answer.Body, Does.Contain("Content-Encoding"));
        Assert.That((Api.Requests.Count, Exchanges.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task An_unreachable_upstream_is_a_502_that_is_not_recorded()
    {
        var recorder = await RecordAsync();
        await Api.DisposeAsync();

        var answer = await GetAsync(recorder, "/v2/models");

        Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.BadGateway));
        Assert.That(answer.Body, Does.Contain(Api.Address.Authority));
        Assert.That(Exchanges, Is.Empty);
        Assert.That(recorder.Cassette!.Warnings.Single(), Does.Contain("nothing was recorded"));
    }

    [Test]
    public async Task Redirects_are_not_followed_and_the_upstream_URL_is_not_recorded()
    {
        Api.Answer(context =>
        {
            context.Response.Redirect($"{Api.Address}v2/other");
            return Task.CompletedTask;
        });
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        await RecordedAsync(async recorder => await LocationAsync(recorder));
        var replayed = await ReplayAsync();

        Assert.That(await LocationAsync(replayed), Is.EqualTo(new Uri(replayed.BaseAddress, "/v2/other")));
        Assert.That(Written, Does.Not.Contain(Api.Address.Authority));

        async Task<Uri?> LocationAsync(OpperEmulator emulator)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseAddress, "/v2/models"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Key}");
            using var response = await http.SendAsync(request);
            return response.Headers.Location;
        }
    }

    [Test]
    public async Task The_pages_own_requests_are_neither_forwarded_nor_recorded()
    {
        var recorder = await RecordAsync();

        var looked = await SendAsync(recorder, HttpMethod.Get, "/v2/traces", null, request => request.Headers.Add("X-Emulator-Page", "1"));

        Assert.That(looked.Status, Is.EqualTo(200));
        Assert.That((Api.Requests.Count, Exchanges.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_request_target_with_another_host_is_sent_to_the_upstream()
    {
        var recorder = await RecordAsync();
        var answer = await RawHttp.SendAsync(recorder.BaseAddress,
            $"GET http://elsewhere.test/v2/models HTTP/1.1\r\nHost: 127.0.0.1:{recorder.BaseAddress.Port}\r\nAuthorization: Bearer {Key}\r\nConnection: "
            + "close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").Or.StartWith("HTTP/1.1 400"));
        Assert.That(Api.Requests.Select(request => request.Line), Is.All.EqualTo("GET /v2/models"));
    }

    [Test]
    public async Task Recording_is_deterministic()
    {
        string[] written = ["", ""];
        for (var i = 0; i < 2; i++)
        {
            Api.Answer(FakeApi.Json("""{"b":1,"a":"x"}"""));
            await RecordedAsync(
                async recorder =>
                {
                    await PostAsync(recorder, "/v2/call", """{"name":"n","input":"x"}""");
                    await GetAsync(recorder, "/v2/models");
                },
                cassette => cassette.Overwrite = true);
            written[i] = Written;
        }

        Assert.That(written[1], Is.EqualTo(written[0]));
        Assert.That(written[0].Split('\n'), Has.Length.EqualTo(4));
    }

    [Test]
    public async Task A_script_on_an_emulator_with_a_cassette_is_rejected()
    {
        var recorder = await RecordAsync();

        Assert.That(() => recorder.OnCall("n"), Throws.InvalidOperationException);
        Assert.That(() => recorder.OnChat(), Throws.InvalidOperationException);
    }

    [TestCase("ftp://api.test/")]
    [TestCase("relative")]
    public void An_upstream_that_is_not_an_http_URL_is_rejected(string upstream) =>
        Assert.That(() => new OpperEmulatorOptions().Record(Cassette, new Uri(upstream, UriKind.RelativeOrAbsolute)),
            Throws.ArgumentException.With.Message.Contain(upstream));
}
