using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Opper.Emulator;
using Opper.Models;

namespace Opper.Integration;

/// <summary>Every statement of .github/SECURITY.md about the emulator is covered by a test.</summary>
public sealed partial class SecurityPageTests
{
    /// <summary>The beginning of each item, and the tests that cover it.</summary>
    private static readonly Dictionary<string, string[]> Held = new()
    {
        ["It listens on 127.0.0.1 only"] = [Of<SecurityPageTests>(nameof(The_emulator_listens_only_on_loopback))],
        ["Under `/v2` and `/v3/compat` it returns 401"] = [Of<SecurityPageTests>(nameof(A_request_without_a_key_returns_401_and_any_key_is_accepted)),
            Of<EmulatorTests>(nameof(EmulatorTests.Invalid_keys_and_requests_return_the_errors_of_the_API))],
        ["It returns 403 for a host name"] = [Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.No_operation_accepts_a_foreign_host_name)),
                Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.DNS_rebinding_can_neither_call_nor_read_anything)),
                Of<EmulatorPageTests>(nameof(EmulatorPageTests.A_foreign_host_name_that_resolves_to_loopback_receives_no_data)),
                Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.An_allowed_name_is_accepted_and_the_client_uses_it_only_if_configured))],
        ["It returns 403 to pages of other sites"] = [Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.A_page_of_another_origin_cannot_use_any_operation)),
            Of<EmulatorPageTests>(nameof(EmulatorPageTests.A_page_of_another_origin_cannot_change_anything))],
        ["`/_emulator` requires no key on loopback"] = [
            Of<EmulatorPageTests>(nameof(EmulatorPageTests.The_page_itself_and_clients_other_than_browsers_can_change_the_emulator))],
        ["Its own page receives the key"] = [Of<EmulatorPageTests>(nameof(EmulatorPageTests.The_key_is_revealed_only_under_a_loopback_host_name)),
            Of<EmulatorPageTests>(nameof(EmulatorPageTests.An_emulator_that_others_can_reach_does_not_reveal_its_key))],
        ["Everything under `/v2`, `/v3` and `/_emulator` returns "
            + "401"] = [Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.Off_loopback_everything_inside_the_emulator_requires_the_key)),
                Of<SecurityPageTests>(nameof(Off_loopback_the_page_and_health_endpoint_require_no_key))],
        ["If no key is configured"] = [Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.Off_loopback_there_is_a_key_even_if_none_was_given))],
        ["It accepts IP addresses"] = [Of<EmulatorAccessTests>(nameof(EmulatorAccessTests.Off_loopback_it_accepts_IP_addresses_and_allowed_host_names))],
        ["The command prints at startup"] = [Of<EmulatorToolTests>(nameof(EmulatorToolTests.The_startup_message_says_whether_other_machines_can_connect))],
        ["`/health`, the page's own files"] = [Of<SecurityPageTests>(nameof(Off_loopback_the_page_and_health_endpoint_require_no_key))],
        ["Host name, origin and key are checked before"] = [Of<SecurityPageTests>(nameof(Authorization_is_checked_before_the_body_is_read)),
            Of<HostileRequestTests>(nameof(HostileRequestTests.A_body_is_read_only_after_authorization_and_up_to_the_limit))],
        ["JSON bodies are limited"] = [Of<HostileRequestTests>(nameof(HostileRequestTests.A_body_is_read_only_after_authorization_and_up_to_the_limit)),
                Of<HostileRequestTests>(nameof(HostileRequestTests.Requests_whose_cost_multiplies_are_limited)),
                Of<KnowledgeFileTests>(nameof(KnowledgeFileTests.Files_above_the_limit_are_rejected_on_every_route))],
        ["The size of outputs"] = [Of<HostileRequestTests>(nameof(HostileRequestTests.A_schema_that_requires_too_large_an_output_is_rejected)),
            Of<HostileRequestTests>(nameof(HostileRequestTests.An_unusual_schema_is_filled)),
            Of<HostileRequestTests>(nameof(HostileRequestTests.Requests_whose_cost_multiplies_are_limited))],
        ["Work on a response is canceled"] = [Of<HostileRequestTests>(nameof(HostileRequestTests.Work_is_canceled_when_the_client_disconnects))],
        ["Invalid requests return"] = [Of<HostileRequestTests>(nameof(HostileRequestTests.No_request_body_causes_a_500)),
            Of<HostileRequestTests>(nameof(HostileRequestTests.An_unpaired_surrogate_is_rejected_at_any_position))],
        ["Bearer keys and cookies"] = [Of<EmulatorStateTests>(nameof(EmulatorStateTests.Requests_are_recorded_without_their_secrets)),
            Of<SecurityPageTests>(nameof(No_key_is_in_the_data_file))],
        ["A signed file URL"] = [Of<KnowledgeFileTests>(nameof(KnowledgeFileTests.Presigned_URLs_expire_after_an_hour_and_cannot_be_tampered_with)),
            Of<KnowledgeFileTests>(nameof(KnowledgeFileTests.Storage_rejects_a_request_with_the_key))],
        ["It fetches documents"] = [Of<OcrTests>(nameof(OcrTests.A_document_that_cannot_be_loaded_is_rejected_with_the_reason)),
            Of<SecurityPageTests>(nameof(A_redirect_to_another_machine_is_not_followed))],
        ["The page and the reference load nothing"] = [
            Of<EmulatorPageTests>(nameof(EmulatorPageTests.The_content_security_policy_forbids_external_resources_and_inline_scripts))],
        ["A data file that belongs to another program"] = [Of<DataFileTests>(nameof(DataFileTests.A_database_of_another_program_is_rejected_and_not_changed))],
    };

    [Test]
    public void Every_statement_about_the_emulator_is_covered_by_a_test()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SECURITY.md")).ReplaceLineEndings("\n");
        var promises = Promises().Match(page).Groups[1].Value;
        var sentences = Item().Matches(promises).Select(match => match.Groups[1].Value).ToList();

        Assert.That(sentences, Has.Count.EqualTo(Held.Count));
        foreach (var sentence in sentences)
        {
            Assert.That(Held.Keys.Count(beginning => sentence.StartsWith(beginning, StringComparison.Ordinal)), Is.EqualTo(1), sentence);
        }

        // A test that is ignored or missing covers nothing.
        foreach (var test in Held.Values.SelectMany(tests => tests))
        {
            var (type, method) = (typeof(SecurityPageTests).Assembly.GetType(test[..test.LastIndexOf('.')])!, test[(test.LastIndexOf('.') + 1)..]);
            var attributes = type.GetMethod(method)!.GetCustomAttributes(inherit: false);

            Assert.That(attributes.Any(attribute => attribute is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)
                && !attributes.Any(attribute => attribute is IgnoreAttribute or ExplicitAttribute), Is.True, test);
        }
    }

    [Test]
    public async Task The_emulator_listens_only_on_loopback()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var others = NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

        Assert.That(emulator.BaseAddress.Host, Is.EqualTo("127.0.0.1"));
        foreach (var address in others)
        {
            using var client = new TcpClient();
            await Assert.CatchAsync<SocketException>(() => client.ConnectAsync(address, emulator.BaseAddress.Port), address.ToString());
        }
    }

    [Test]
    public async Task A_request_without_a_key_returns_401_and_any_key_is_accepted()
    {
        await using var emulator = await OpperEmulator.StartAsync();

        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/models", "localhost")).Status, Is.EqualTo(401));
        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/v2/models", "localhost", "", "Authorization: Bearer whatever")).Status,
            Is.EqualTo(200));
    }

    [Test]
    public async Task Off_loopback_the_page_and_health_endpoint_require_no_key()
    {
        await using var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { Address = IPAddress.Any, ApiKey = "op-secret-key" });
        foreach (var path in new[] { "/health", "/", "/assets/js/app.js", "/assets/openapi.json", "/reference/", "/_emulator/session" })
        {
            var (status, answer) = await RawRequest.SendAsync(emulator.BaseAddress, "GET", path, "127.0.0.1");

            Assert.That((status, answer.Contains("op-secret-key", StringComparison.Ordinal)), Is.EqualTo((200, false)), path);
        }

        // Neither 401 nor the file: the signature is missing.
        Assert.That((await RawRequest.SendAsync(emulator.BaseAddress, "GET", "/_emulator/storage/x", "127.0.0.1")).Status, Is.EqualTo(403));
    }

    [TestCase("Host: evil.example\r\nAuthorization: Bearer any\r\n", 403)]
    [TestCase("Host: localhost\r\nAuthorization: Bearer any\r\nOrigin: http://evil.example\r\n", 403)]
    [TestCase("Host: localhost\r\n", 401)]
    public async Task Authorization_is_checked_before_the_body_is_read(string headers, int expected)
    {
        await using var emulator = await OpperEmulator.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, emulator.BaseAddress.Port);
        await client.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"POST /v2/call HTTP/1.1\r\n{headers}Content-Type: application/json\r\nContent-Length: 50000000\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());

        // Not a byte of the body was sent.
        Assert.That(await reader.ReadLineAsync(), Does.StartWith($"HTTP/1.1 {expected} "));
    }

    [Test]
    public async Task No_key_is_in_the_data_file()
    {
        var folder = Directory.CreateTempSubdirectory("opper-emulator-");
        try
        {
            await using (var emulator = await OpperEmulator.StartAsync(
                new OpperEmulatorOptions { DataPath = Path.Combine(folder.FullName, "state.db"), ApiKey = "op-very-secret" }))
            {
                var opper = emulator.CreateClient();
                await opper.CustomModels.CreateAsync(new CreateCustomModelRequest { Name = "mine", Identifier = "azure/gpt-5", ApiKey = "sk-provider-secret" });
                await opper.CallAsync<string>("greet", "Greet.", "Ann");
            }

            foreach (var file in folder.GetFiles())
            {
                var content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName));
                Assert.That(content.Contains("secret", StringComparison.Ordinal), Is.False, file.Name);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_redirect_to_another_machine_is_not_followed()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        await using var server = new RawServer(connection => connection.SendResponseAsync(302, "", "Location: http://203.0.113.9/secret.txt\r\n"));

        var (status, answer) = await RawRequest.SendAsync(emulator.BaseAddress, "POST", "/v2/ocr", "localhost",
            $$$"""{"model": "mistral/mistral-ocr-latest", "document": {"type": "document_url", "document_url": "http://127.0.0.1:{{{server.Port}}}/a.txt"}}""",
            "Authorization: Bearer any", "Content-Type: application/json");

        Assert.That((status, answer.Contains("returned 302", StringComparison.Ordinal)), Is.EqualTo((400, true)), answer);
    }

    private static string Of<T>(string test) => $"{typeof(T).FullName}.{test}";

    [GeneratedRegex(@"### By default, on loopback(.*)The limits are set in", RegexOptions.Singleline)]
    private static partial Regex Promises();

    [GeneratedRegex(@"^- (.+)$", RegexOptions.Multiline)]
    private static partial Regex Item();
}
