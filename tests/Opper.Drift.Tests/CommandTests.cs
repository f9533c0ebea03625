using System.Net;
using System.Text;
using Opper.Drift.Comparing;
using Opper.Drift.Tests.Live;
using Opper.TestSupport;

namespace Opper.Drift.Tests;

/// <summary>The command line: exit codes, standard output and standard error.</summary>
[NonParallelizable]
public sealed class CommandTests
{
    private const int Same = 0;
    private const int Different = 1;
    private const int Failed = 2;
    private const int Invalid = 3;

    private CommandLine _command = null!;

    [SetUp]
    public void Open() => _command = new CommandLine();

    [TearDown]
    public void Close() => _command.Dispose();

    [TestCase("text", "No differences.\n")]
    [TestCase("markdown", "# opper.yaml and {0}\n\nNo differences.\n")]
    public async Task Identical_documents_exit_with_no_drift(string format, string report)
    {
        var code = await _command.RunAsync(_command.Contract, "--contract", _command.Contract, "--format", format);

        Assert.That((code, _command.Output, _command.Error), Is.EqualTo((Same, string.Format(null, report, _command.Contract), string.Empty)));
    }

    [Test]
    public async Task Intended_differences_exit_with_no_drift()
    {
        var code = await _command.CompareAsync(LiveDocument.Make(Drift.Contract).ToString());

        Assert.That(code, Is.EqualTo(Same), _command.Output);
        Assert.That(_command.Output, Does.Contain("\n0 breaking, 0 additive, ").Or.StartsWith("Ours on purpose ("));
    }

    [Test]
    public async Task A_newer_document_exits_with_drift()
    {
        var code = await _command.CompareAsync(Planted.Newer().ToString());

        Assert.That((code, _command.Error), Is.EqualTo((Different, string.Empty)));
        Assert.That(_command.Output, Does.Contain($"{Count(Group.Breaking)} breaking, {Count(Group.Additive)} additive, "));
    }

    [Test]
    public async Task The_list_of_intended_differences_can_be_chosen()
    {
        var empty = _command.File("none.yaml", "rules: []\nentries: []\n");

        Assert.That(await _command.CompareAsync(LiveDocument.Make(Drift.Contract).ToString(), "--on-purpose", empty), Is.EqualTo(Different));
        Assert.That(_command.Output, Does.Not.Contain("Ours on purpose"));
    }

    [Test]
    public async Task Applying_writes_additive_differences_and_reports_the_others()
    {
        var code = await _command.CompareAsync(Planted.Newer().ToString(), "--apply");
        var text = await File.ReadAllTextAsync(_command.Contract);

        Assert.That(code, Is.EqualTo(Different), "What is breaking is left.");
        Assert.That(_command.Output, Does.Contain($"{Count(Group.Breaking)} breaking, 0 additive, "));
        Assert.That(_command.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(Count(Group.Additive)).And.All.StartsWith("applied: "));
        Assert.That(text, Is.EqualTo(Drift.Apply(Planted.Newer()).Text));
    }

    [Test]
    public async Task Applying_additive_differences_only_leaves_no_drift()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Property("CreateModelAliasRequest", "description")["anyOf"]![0]!["maxLength"] = 2000;

        var before = await _command.CompareAsync(live.ToString());
        var applying = await _command.CompareAsync(live.ToString(), "--apply");
        var text = await File.ReadAllTextAsync(_command.Contract);
        var after = await _command.CompareAsync(live.ToString());
        var (removed, added) = LineDiff.Of(Drift.Contract, text);

        Assert.That((before, applying, after), Is.EqualTo((Different, Same, Same)));
        Assert.That((removed, added), Is.EqualTo((new[] { "          maxLength: 1000" }, new[] { "          maxLength: 2000" })));
    }

    [Test]
    public async Task A_difference_that_cannot_be_applied_is_reported_with_the_reason()
    {
        var live = LiveDocument.Make(Drift.Contract);
        live.Parameter("get", "/traces", "limit")["schema"]!["anyOf"]![0]!["maximum"] = 500;

        Assert.That(await _command.CompareAsync(live.ToString(), "--apply"), Is.EqualTo(Different));
        Assert.That(_command.Error, Does.StartWith("by hand: ").And.Contain("GET /v2/models"));
        Assert.That(await File.ReadAllTextAsync(_command.Contract), Is.EqualTo(Drift.Contract));
    }

    [Test]
    public async Task Without_apply_the_contract_is_not_changed()
    {
        await _command.CompareAsync(Planted.Newer().ToString());

        Assert.That(await File.ReadAllTextAsync(_command.Contract), Is.EqualTo(Drift.Contract));
    }

    [Test]
    public async Task A_document_can_be_read_from_a_URL()
    {
        var (address, server) = Serve(HttpStatusCode.OK, LiveDocument.Make(Drift.Contract).ToString());
        using (server)
        {
            Assert.That(await _command.RunAsync(address, "--contract", _command.Contract), Is.EqualTo(Same), _command.Error);
        }
    }

    [Test]
    public async Task A_URL_that_does_not_return_200_is_reported()
    {
        var (address, server) = Serve(HttpStatusCode.NotFound, "{}");
        using (server)
        {
            Assert.That(await _command.RunAsync(address, "--contract", _command.Contract), Is.EqualTo(Failed));
            Assert.That(_command.Error, Does.StartWith(address + " cannot be read: ").And.Contain("404"));
        }
    }

    [TestCase(new string[0], "openapi.json")]
    [TestCase(new[] { "a.json", "b.json" }, "b.json")]
    [TestCase(new[] { "a.json", "--nonsense" }, "--nonsense")]
    [TestCase(new[] { "a.json", "--format", "xml" }, "xml")]
    [TestCase(new[] { "check" }, "opper.yaml")]
    public async Task Invalid_arguments_are_reported(string[] arguments, string named)
    {
        Assert.That(await _command.RunAsync(arguments), Is.EqualTo(Failed));
        Assert.That(_command.Error, Is.Not.Empty);
        Assert.That(_command.Error + _command.Output, Does.Contain(named));
    }

    [Test]
    public async Task Help_lists_the_exit_codes()
    {
        Assert.That(await _command.RunAsync("--help"), Is.EqualTo(Same));
        Assert.That(_command.Output, Does.Contain("0 no drift, 1 drift, 2 could not run").And.Contain("--apply").And.Contain("--format"));
    }

    [TestCase(null, "cannot be read")]
    [TestCase("", "it is empty")]
    [TestCase("no JSON", "cannot be read")]
    [TestCase("""{"openapi": "9.0.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {}}}""", "9.0.0")]
    [TestCase("{", "cannot be read")]
    [TestCase("{}", "is not an OpenAPI document")]
    [TestCase("""{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}""", "it has no paths")]
    public async Task A_document_that_is_not_OpenAPI_is_rejected_with_the_reason(string? text, string why)
    {
        var live = text is null ? _command.PathOf("missing.json") : _command.File("live.json", text);

        Assert.That(await _command.RunAsync(live, "--contract", _command.Contract), Is.EqualTo(Failed));
        Assert.That(_command.Error, Does.StartWith(live + " ").And.Contain(why));
        Assert.That(_command.Output, Is.Empty);
    }

    [Test]
    public async Task A_missing_contract_is_reported_with_its_path()
    {
        var missing = _command.PathOf("missing.yaml");

        Assert.That(await _command.RunAsync(_command.Contract, "--contract", missing), Is.EqualTo(Failed));
        Assert.That(_command.Error, Does.StartWith(missing + " cannot be read: "));
    }

    [Test]
    public async Task An_invalid_list_of_intended_differences_is_reported_with_its_line()
    {
        var list = _command.File("list.yaml", "rules: []\nentires: []\n");

        Assert.That(await _command.CompareAsync(Drift.Contract, "--on-purpose", list), Is.EqualTo(Failed));
        Assert.That(_command.Error, Does.StartWith($"{list}(2,").And.Contain("entires"));
    }

    [Test]
    public async Task Checking_a_valid_contract_prints_nothing() =>
        Assert.That((await _command.RunAsync("check", _command.Contract), _command.Output), Is.EqualTo((Same, string.Empty)));

    [Test]
    public async Task Checking_an_invalid_contract_prints_the_location()
    {
        var broken = _command.File("broken.yaml",
            Drift.Contract.Replace("#/components/schemas/CallResponse'", "#/components/schemas/CallRespons'", StringComparison.Ordinal));

        Assert.That(await _command.RunAsync("check", broken), Is.EqualTo(Invalid));
        Assert.That(_command.Output, Does.StartWith(broken + "(").And.Contain("error OPPER102: "));
    }

    [Test]
    public async Task Checking_a_missing_file_fails() =>
        Assert.That((await _command.RunAsync("check", _command.PathOf("missing.yaml")), _command.Error.Length > 0), Is.EqualTo((Failed, true)));

    private static int Count(Group group) => Planted.All.Count(planted => planted.Group == group);

    private static (string Address, HttpListener Server) Serve(HttpStatusCode status, string text)
    {
        // HttpListener does not support port 0.
        var address = $"http://127.0.0.1:{FreePort.Next()}/";
        var server = new HttpListener { Prefixes = { address } };
        server.Start();
        _ = AnswerAsync();
        return (address + "openapi.json", server);

        async Task AnswerAsync()
        {
            var response = (await server.GetContextAsync()).Response;
            response.StatusCode = (int)status;
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            response.Close();
        }
    }
}
