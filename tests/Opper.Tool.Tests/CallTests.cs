using Opper.Emulator;
using Opper.Functions;

namespace Opper.Tool.Tests;

public sealed class CallTests : ToolTest
{
    [Test]
    public async Task A_stored_function_is_called_with_the_argument()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "greet", Instructions = "Greet." });
        Emulator.OnCall("greet").Returns("Hello, Ann!");

        var run = (await RunAsync("call", "greet", "Ann")).Ends(0);

        Assert.That(run.Out, Is.EqualTo("Hello, Ann!\n"));
        Assert.That(run.Error, Is.Empty);
    }

    [TestCase("@ann: hello", "call", "echo", "@ann: hello", "-i", "Echo.")]
    [TestCase("-5 degrees", "call", "echo", "-i", "Echo.", "--", "-5 degrees")]
    [TestCase("[suggest:0]", "call", "echo", "[suggest:0]", "-i", "Echo.")]
    [TestCase("a=b", "call", "echo", "a=b", "--instructions=Echo: --json.")]
    public async Task Any_text_can_be_an_input(string input, params string[] arguments)
    {
        Emulator.OnCall("echo").Returns(call => call.InputText);
        Assert.That((await RunAsync(arguments)).Ends(0).Out, Is.EqualTo(input + "\n"));
    }

    [Test]
    public async Task Instructions_run_a_task_with_standard_input()
    {
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());

        Assert.That((await RunWithInputAsync("quiet\nwords", "call", "shout", "--instructions", "Shout.")).Ends(0).Out, Is.EqualTo("QUIET\nWORDS\n"));
        Assert.That((await RunWithInputAsync("quiet", "call", "shout", "-", "--instructions", "Shout.", "--stream")).Ends(0).Out, Is.EqualTo("QUIET\n"));
    }

    [Test]
    public async Task A_schema_file_that_is_not_JSON_is_reported_by_name()
    {
        var schema = Write("schema.json", "{\"type\": \"obj");

        var run = (await RunAsync("call", "total", "x", "--instructions", "Find the total.", "--schema", schema)).Ends(2);

        Assert.That(run.Error, Does.StartWith($"{schema} is not valid JSON: "));
    }

    [Test]
    public async Task With_a_schema_the_output_is_JSON()
    {
        var schema = Write("schema.json", """{"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]}""");

        var run = (await RunAsync("call", "total", "The total is 12.50 euros.", "--instructions", "Find the total.", "--schema", schema)).Ends(0);

        Assert.That(run.Json.GetProperty("total").GetDouble(), Is.EqualTo(12.5));
    }

    [Test]
    public async Task The_json_option_prints_the_whole_response()
    {
        Emulator.OnCall("greet").Returns("Hello!");

        var run = (await RunAsync("call", "greet", "Ann", "--instructions", "Greet.", "--json", "--tag", "customer=acme")).Ends(0);

        Assert.That(run.Json.GetProperty("message").GetString(), Is.EqualTo("Hello!"));
        Assert.That(run.Json.GetProperty("span_id").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task JSON_input_is_sent_as_JSON()
    {
        Emulator.OnCall("sum").Returns("3.5");
        (await RunAsync("call", "sum", """{"a": [1, 2.50]}""", "-i", "Add.", "--input-json")).Ends(0);

        Assert.That(Emulator.Requests[^1].Body, Does.Contain("2.50"));
        var run = (await RunAsync("call", "sum", "{broken", "-i", "Add.", "--input-json")).Ends(2);
        Assert.That(run.Error, Does.StartWith("This is not valid JSON"));
    }

    [Test]
    public async Task An_unknown_function_is_reported_with_a_suggestion()
    {
        var run = (await RunAsync("call", "nobody", "x")).Ends(2);
        Assert.That(run.Error, Is.EqualTo("There is no function 'nobody'. With --instructions it is run as a task.\n"));
    }

    [TestCase(401)]
    [TestCase(429)]
    [TestCase(500)]
    public async Task An_API_error_is_reported_in_one_line(int status)
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = status, RetryAfter = TimeSpan.FromHours(1) });

        var run = (await RunAsync("call", "greet", "Ann", "-i", "Greet.")).Ends(1);

        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain($"{status}").And.Not.Contain("   at "));
        Assert.That(run.Out, Is.Empty);
    }
}
