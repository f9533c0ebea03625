namespace Opper.Tool.Tests;

public sealed class ConnectionTests : ToolTest
{
    private static readonly string[][] Online =
    [
        ["call", "greet", "Ann"], ["trace"], ["functions", "pull"], ["types", "greet"], ["knowledge", "sync", "."],
    ];

    [TestCaseSource(nameof(Online))]
    public async Task A_missing_key_is_reported_with_the_emulator_as_an_alternative(params string[] arguments)
    {
        var run = (await RunAsync(string.Empty, [], arguments)).Ends(2);

        Assert.That(run.Error, Does.Contain("OPPER_API_KEY").And.Contain("--emulator"));
        Assert.That(run.Out, Is.Empty);
    }

    [Test]
    public async Task The_emulator_option_requires_no_key()
    {
        var run = (await RunAsync(string.Empty, [], ["call", "summarize", "Once upon a time.", "-i", "Summarize.", "--emulator"])).Ends(0);

        Assert.That(run.Out, Does.Contain("Once upon a time"));
        Assert.That(run.Error, Does.Contain("not a language model"));
    }

    [Test]
    public async Task The_state_of_the_emulator_can_be_kept_in_a_file()
    {
        var data = PathOf("state.db");
        var folder = PathOf("functions");
        Write("functions/greet.yaml", "name: greet\ninstructions: Greet.\n");

        (await RunAsync(string.Empty, [], ["functions", "push", "--folder", folder, "--emulator-data", data])).Ends(0);
        var run = (await RunAsync(string.Empty, [], ["functions", "pull", "--folder", folder, "--emulator-data", data])).Ends(0);

        Assert.That(run.Out, Does.Match("^unchanged +greet\n$"));
    }

    [Test]
    public async Task The_fallback_key_variable_is_read_as_by_the_client() =>
        (await RunAsync(string.Empty, new() { ["OPPER_HTTP_BEARER"] = Emulator.ApiKey, ["OPPER_BASE_URL"] = Emulator.BaseAddress.ToString() },
            ["trace"])).Ends(0);

    [Test]
    public async Task An_invalid_base_URL_is_reported_without_the_key()
    {
        var run = (await RunAsync(string.Empty, new() { ["OPPER_API_KEY"] = "sk-secret", ["OPPER_BASE_URL"] = "http://example.com" }, ["trace"])).Ends(2);

        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Not.Contain("sk-secret").And.Not.Contain("Parameter"));
    }

    [TestCase("sk-secret", "not a URL", "OPPER_BASE_URL must be an absolute URL")]
    [TestCase("sk-secret", "https://user:pass@example.com", "OPPER_BASE_URL must not contain user info")]
    [TestCase("sk-sec\nret", "https://example.com", "OPPER_API_KEY contains white space")]
    public async Task An_invalid_variable_is_reported_by_its_name(string key, string url, string reason)
    {
        var run = (await RunAsync(string.Empty, new() { ["OPPER_API_KEY"] = key, ["OPPER_BASE_URL"] = url }, ["trace"])).Ends(2);
        Assert.That(run.Error, Does.StartWith(reason).And.Not.Contain("sk-sec").And.Not.Contain("pass"));
    }

    [Test]
    public async Task A_key_that_the_server_echoes_is_not_printed()
    {
        Emulator.OnCall("greet").Throws(400, $"The key {Emulator.ApiKey} may not call it.");

        var run = (await RunAsync("call", "greet", "Ann", "-i", "Greet.")).Ends(1);

        Assert.That(run.Error, Does.Contain("The key <key> may not call it.").And.Not.Contain(Emulator.ApiKey));
    }

    [Test]
    public async Task A_refused_connection_is_reported_as_a_connection_error()
    {
        var run = (await RunAsync(string.Empty, new() { ["OPPER_API_KEY"] = "sk-secret", ["OPPER_BASE_URL"] = "http://127.0.0.1:1" }, ["trace"])).Ends(1);
        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_interruption_has_its_own_exit_code()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var variables = new Dictionary<string, string> { ["OPPER_API_KEY"] = Emulator.ApiKey, ["OPPER_BASE_URL"] = Emulator.BaseAddress.ToString() };

        Assert.That((await RunAsync(string.Empty, variables, ["trace"], stop.Token)).Ends(130).Error, Is.EqualTo("Interrupted.\n"));
    }

    [TestCase("--wrong")]
    [TestCase("call")]
    [TestCase("call", "greet", "x", "--model", "m")]
    [TestCase("call", "greet", "x", "-i", "Greet.", "--revision", "r")]
    [TestCase("call", "greet", "x", "-i", "Greet.", "--tag", "novalue")]
    [TestCase("knowledge", "sync", "/nowhere/at/all")]
    [TestCase("completion", "cmd")]
    [TestCase("types", "greet", "--namespace", "a b")]
    [TestCase("emulator", "--host", "example.com")]
    public async Task Invalid_arguments_are_reported_on_standard_error(params string[] arguments)
    {
        var run = (await RunAsync(arguments)).Ends(2);

        Assert.That(run.Error, Is.Not.Empty.And.Not.Contain("   at "));
        Assert.That(run.Out, Is.Empty);
    }
}
