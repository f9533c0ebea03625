using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Opper.Conventions;
using Opper.Emulator;
using Opper.Knowledge;

namespace Opper.Integration;

/// <summary>Access to the emulator: by host name, by origin, and off loopback by key.</summary>
public sealed partial class EmulatorAccessTests
{
    private const string Key = "Authorization: Bearer op-any";

    private static readonly string[] InsideEmulator =
    [
        "GET /_emulator/requests", "GET /_emulator/requests?bodies=true", "GET /_emulator/requests/1", "GET /_emulator/requests/live", "POST /_emulator/reset",
        "GET /_emulator/faults",
        "POST /_emulator/faults", "DELETE /_emulator/faults", "DELETE /_emulator/faults/f1", "GET /_emulator/openapi.json", "GET /_emulator/openapi.yaml",
        "GET /_EMULATOR/requests", "GET /_emulator/nothing",
    ];

    private static readonly string[] Foreign = ["evil.example", "evil.example:4010", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.7",
        "emulator", "[2001:db8::1]"];

    private static IEnumerable<string> Operations =>
        Contract.Operations.Select(operation => $"{operation.Method} {ParameterOfPath().Replace(operation.Path, "x")}");

    [Test]
    public async Task No_operation_accepts_a_foreign_host_name()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        foreach (var (operation, number) in Operations.Concat(["POST /compat/openai/chat/completions"]).Concat(InsideEmulator)
            .Select((operation, number) => (operation, number)))
        {
            var host = Foreign[number % Foreign.Length];
            var (method, path) = Split(operation);
            var (status, answer) = await RawRequest.SendAsync(emulator.BaseAddress, method, path, host, "{}", Key, "Content-Type: application/json",
                $"Origin: http://{host}");

            Assert.That((status, answer.Contains(host.Split(':')[0].Trim('[', ']'), StringComparison.Ordinal)), Is.EqualTo((403, true)),
                $"{operation} under {host}: {answer}");
        }
    }

    [Test]
    public async Task DNS_rebinding_can_neither_call_nor_read_anything()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var opper = emulator.CreateClient();
        await opper.CallAsync<string>("private", "Answer.", "The secret plan.");

        foreach (var host in Foreign)
        {
            var traces = await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/traces", host, "", Key, $"Origin: http://{host}");
            var call = await RawRequest.SendAsync(emulator.BaseAddress, "POST", "/v2/call", host, """{"name": "planted", "input": "x"}""", Key,
                "Content-Type: application/json", $"Origin: http://{host}");

            Assert.That((traces.Status, call.Status), Is.EqualTo((403, 403)), host);
            Assert.That(traces.Answer, Does.Not.Contain("secret"));
        }

        Assert.That((await opper.Functions.ListAsync()).Data.Select(function => function.Name), Is.EqualTo(new[] { "private" }));
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    [TestCase("LOCALHOST")]
    [TestCase("opper.localhost")]
    [TestCase("[::1]")]
    public async Task The_emulator_accepts_a_loopback_host_name(string host)
    {
        await using var emulator = await OpperEmulator.StartAsync();

        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/models", $"{host}:{emulator.BaseAddress.Port}", "", Key)).Status,
            Is.EqualTo(200));
    }

    [Test]
    public async Task A_page_of_another_origin_cannot_use_any_operation()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var own = $"127.0.0.1:{emulator.BaseAddress.Port}";
        foreach (var operation in Operations)
        {
            var (method, path) = Split(operation);
            foreach (var header in new[]
            {
                "Origin: http://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                $"Origin: http://localhost:{emulator.BaseAddress.Port + 1}",
            })
            {
                Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, method, path, own, "{}", Key, "Content-Type: application/json", header)).Status,
                    Is.EqualTo(403), $"{operation}, {header}");
            }
        }

        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/models", own, "", Key, $"Origin: http://{own}",
            "Sec-Fetch-Site: same-origin")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task An_allowed_name_is_accepted_and_the_client_uses_it_only_if_configured()
    {
        var options = new OpperEmulatorOptions();
        options.AllowedHosts.Add("emulator");
        await using var emulator = await TestEmulator.StartAsync(options);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, emulator.BaseAddress.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var settings = new OpperClientOptions { ApiKey = "op-any", BaseUrl = "http://emulator:4010", MaxRetries = 0 };

        Assert.That(Assert.Catch<ArgumentException>(() => new OpperClient(settings, http))!.Message, Does.Contain(nameof(OpperClientOptions.PlainHttpHosts)));
        settings.PlainHttpHosts.Add("other");
        Assert.Catch<ArgumentException>(() => new OpperClient(settings, http));
        settings.PlainHttpHosts.Add("Emulator");
        var opper = new OpperClient(settings, http);

        // Uploads as well: the presigned URL has the same host name.
        var knowledge = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = "k" });
        await opper.Knowledge.UploadFileAsync(knowledge.Id, "A note."u8.ToArray(), "note.txt");
        Assert.That((await opper.Knowledge.ListFilesAsync(knowledge.Id)).Data.Single().OriginalFileName, Is.EqualTo("note.txt"));
    }

    [Test]
    public async Task Off_loopback_everything_inside_the_emulator_requires_the_key()
    {
        await using var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { Address = IPAddress.Any, ApiKey = "op-right" });
        await emulator.CreateClient().CallAsync<string>("private", "Answer.", "The secret plan.");
        foreach (var (method, path) in InsideEmulator.Concat(Operations).Select(Split))
        {
            foreach (var headers in new[]
            {
                Array.Empty<string>(),
                ["Authorization: Bearer op-wrong"],
                ["Authorization: Basic op-right"],
                ["Authorization: op-right"],
                ["Authorization: Bearer op-right2"],
            })
            {
                var (status, answer) = await RawRequest.SendAsync(emulator.BaseAddress, method, path, "127.0.0.1", "{}", headers);

                Assert.That(status, Is.EqualTo(401), $"{method} {path}, {string.Join(',', headers)}");
                Assert.That(answer, Does.Not.Contain("secret plan"));
            }
        }

        var allowed = await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/_emulator/requests?bodies=true", "127.0.0.1", "",
            "Authorization: Bearer op-right");
        Assert.That((allowed.Status, allowed.Answer.Contains("secret plan", StringComparison.Ordinal)), Is.EqualTo((200, true)));
        Assert.That(emulator.Requests.Count(request => request.Operation == "Calls_Call" && request.StatusCode == 200), Is.EqualTo(1), "Nothing was wiped.");
    }

    [Test]
    public async Task Off_loopback_there_is_a_key_even_if_none_was_given()
    {
        await using var one = await OpperEmulator.StartAsync(new OpperEmulatorOptions { Address = IPAddress.Any });
        await using var other = await OpperEmulator.StartAsync(new OpperEmulatorOptions { Address = IPAddress.Any });

        Assert.That(one.ApiKey, Has.Length.GreaterThan(30).And.Not.EqualTo(other.ApiKey));
        Assert.That((await RawRequest.SendAsync(one.BaseAddress, "GET", "/v2/models", "127.0.0.1", "", Key)).Status, Is.EqualTo(401));
        Assert.That((await one.CreateClient().Models.ListAsync()).Data, Is.Not.Empty);
    }

    [TestCase("192.168.1.7", 200)]
    [TestCase("[2001:db8::1]:4010", 200)]
    [TestCase("localhost", 200)]
    [TestCase("emulator:4010", 200)]
    [TestCase("evil.example", 403)]
    [TestCase("emulator.evil.example", 403)]
    public async Task Off_loopback_it_accepts_IP_addresses_and_allowed_host_names(string host, int expected)
    {
        var options = new OpperEmulatorOptions { Address = IPAddress.Any, ApiKey = "op-right" };
        options.AllowedHosts.Add("emulator");
        await using var emulator = await OpperEmulator.StartAsync(options);

        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/models", host, "", "Authorization: Bearer op-right")).Status,
            Is.EqualTo(expected));
        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/health", host)).Status, Is.EqualTo(200));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("two words")]
    [TestCase("clé")]
    public async Task A_key_that_no_client_could_send_is_rejected_at_startup(string key)
    {
        var refused = await Assert.CatchAsync<ArgumentException>(() => OpperEmulator.StartAsync(new OpperEmulatorOptions { ApiKey = key }));

        Assert.That(refused!.Message, Does.Contain("ApiKey"));
    }

    private static (string Method, string Path) Split(string operation) =>
        operation.Split(' ') is [var method, var path] ? (method, path) : throw new ArgumentException(operation);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex ParameterOfPath();
}
