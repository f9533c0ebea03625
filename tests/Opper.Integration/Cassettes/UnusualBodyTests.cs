using System.Net.Http.Headers;
using System.Text;
using Opper.Emulator;

namespace Opper.Integration.Cassettes;

/// <summary>Bodies of all kinds, in both directions.</summary>
public sealed class UnusualBodyTests : CassetteFixture
{
    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Body("application/json", "null"u8);
        yield return Body("application/json", "1e400"u8);
        yield return Body("application/json", "[1.10,100000000000000000000000000001,-0]"u8);
        yield return Body("application/json", """{"a":1,"a":2}"""u8);
        yield return Body("application/json", """{"a":"\ud800"}"""u8);
        yield return Body("application/json", "{\"a\":\"\xff\xfe\"}"u8);
        yield return Body("application/json", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]);
        yield return Body("application/json", """{"json":{"text":"base64"},"{{id}}":"{{emulator}}"}"""u8);
        yield return Body("application/json", Encoding.UTF8.GetBytes(new string('[', 150) + new string(']', 150)));
        yield return Body("application/json", Encoding.UTF8.GetBytes(new string('[', 5000) + new string(']', 5000)));
        yield return Body("application/problem+json; charset=utf-8", """{"x":"\u2028"}"""u8);
        yield return Body("application/json", """{"\udc00":{"input":"\ud800"}}"""u8);
        yield return Body("application/octet-stream", [0, 1, 2, 255]);
        yield return Body("application/octet-stream", new byte[200_000]);
        yield return Body("text/plain", "line\r\nline\u0000"u8);
        yield return Body("text/plain; charset=iso-8859-1", [0xE9, 0x0A]);
        yield return Body("multipart/form-data; boundary=x", "no parts at all"u8);
        yield return Body("multipart/form-data", "--x"u8);
        yield return Body("application/x-www-form-urlencoded", "password=hidden&a=1&b=%26"u8);
        yield return Body("no/type; x", "\uFEFF{}"u8);

        static TestCaseData Body(string type, ReadOnlySpan<byte> bytes) => new TestCaseData(type, bytes.ToArray()).SetArgDisplayNames(type,
            $"{bytes.Length} bytes {Convert.ToHexString(bytes[..Math.Min(bytes.Length, 12)])}");
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Any_body_is_recorded_and_matched(string type, byte[] body)
    {
        await RecordedAsync(recorder => SendAsync(recorder, HttpMethod.Post, "/v2/call", Content(type, body)));

        Assert.That(Api.Requests.Single().Body, Is.EqualTo(body), "The upstream gets it as it is.");
        Assert.That(Written, Does.Not.Contain("hidden"));
        var replayed = await ReplayAsync();
        Assert.That((await SendAsync(replayed, HttpMethod.Post, "/v2/call", Content(type, body))).Status, Is.EqualTo(200));
        Assert.That((await SendAsync(replayed, HttpMethod.Post, "/v2/call", Content(type, [.. body, (byte)'1']))).Status, Is.EqualTo(501));
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Any_response_is_recorded_and_replayed(string type, byte[] body)
    {
        Api.Answer(context =>
        {
            context.Response.StatusCode = 222;
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        (int, byte[], string?) recorded = default;
        await RecordedAsync(async recorder => recorded = await AnswerAsync(recorder));
        var replayed = await AnswerAsync(await ReplayAsync());

        Assert.That(recorded, Is.EqualTo((222, body, type)).Using<(int, byte[], string?), (int, byte[], string?)>(Same));
        Assert.That((replayed.Status, replayed.Type), Is.EqualTo((222, type)));
        // JSON is stored as JSON, so its escapes may differ.
        Assert.That(Newtonsoft(replayed.Body), Is.EqualTo(Newtonsoft(body)));
    }

    [TestCase("HEAD", 200)]
    [TestCase("GET", 204)]
    [TestCase("DELETE", 304)]
    [TestCase("OPTIONS", 200)]
    public async Task Responses_without_a_body_are_replayed(string method, int status)
    {
        Api.Answer(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"1\"";
            return Task.CompletedTask;
        });
        await RecordedAsync(recorder => SendAsync(recorder, new HttpMethod(method), "/v2/models", null));

        Assert.That(await SendAsync(await ReplayAsync(), new HttpMethod(method), "/v2/models", null), Is.EqualTo((status, "")));
    }

    [Test]
    public async Task A_body_above_the_size_limit_of_a_cassette_is_rejected()
    {
        var recorder = await RecordAsync();

        var answer = await SendAsync(recorder, HttpMethod.Post, "/v2/knowledge/k/upload",
            Content("multipart/form-data; boundary=x", new byte[65 * 1024 * 1024]));

        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.Body, Does.Contain("67108864 bytes"));
        Assert.That(Api.Requests, Is.Empty);
    }

    private static ByteArrayContent Content(string type, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private async Task<(int Status, byte[] Body, string? Type)> AnswerAsync(OpperEmulator emulator)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.BaseAddress, "/v2/models"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.NonValidated["Content-Type"].ToString());
    }

    private static bool Same((int, byte[], string?) a, (int, byte[], string?) b) =>
        a.Item1 == b.Item1 && a.Item2.AsSpan().SequenceEqual(b.Item2) && a.Item3 == b.Item3;

    private static string Newtonsoft(byte[] body) => Encoding.Latin1.GetString(body).Contains("\\u", StringComparison.Ordinal)
        ? JToken.Parse(Encoding.UTF8.GetString(body)).ToString()
        : Encoding.Latin1.GetString(body);
}
