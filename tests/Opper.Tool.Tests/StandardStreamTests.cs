using CliWrap;
using CliWrap.Buffered;

namespace Opper.Tool.Tests;

/// <summary>Standard streams that are closed, or are not text in UTF-8.</summary>
public sealed class StandardStreamTests : ProcessTest
{
    [TestCase("call shout -i Shout.", "a\\377b", "line 1, byte 2")]
    [TestCase("call shout -i Shout.", "caf\\303", "line 1, byte 4")]
    [TestCase("call shout -i Shout.", "\\377\\376h\\000i\\000", "line 1, byte 1")]
    [TestCase("call shout -i Shout.", "\\303\\251\\n\\n\\355\\240\\200", "line 3, byte 5")]
    [TestCase("batch shout -i Shout.", "\"a\"\\n\"\\351\"\\n", "line 2, byte 6")]
    [TestCase("batch shout -i Shout. --in-format csv --field a", "a,b\\n1,2\\n\\351,4\\n", "line 3, byte 9")]
    public async Task Input_that_is_not_UTF_8_is_reported_with_its_place_and_not_sent(string arguments, string bytes, string place)
    {
        NeedSignals();
        var run = await ShellAsync($"printf '{bytes}' | dotnet '{Program}' {arguments}");

        Assert.That(run.StandardError, Is.EqualTo($"Standard input is not valid UTF-8: {place}. Save it in this encoding.\n"));
        Assert.That((run.ExitCode, run.StandardOutput), Is.EqualTo((2, string.Empty)));
        Assert.That(Emulator.Requests.Select(request => request.Path), Has.None.EqualTo("/v2/call"));
    }

    [TestCase("\\357\\273\\277hi \\360\\237\\223\\246", "HI \U0001F4E6\n")]
    [TestCase("hi\\r\\nyou", "HI\r\nYOU\n")]
    public async Task Input_in_UTF_8_is_read_with_and_without_a_byte_order_mark(string bytes, string answer)
    {
        NeedSignals();
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());

        var run = await ShellAsync($"printf '{bytes}' | LC_ALL=C dotnet '{Program}' call shout -i Shout.");

        Assert.That((run.StandardOutput, run.ExitCode), Is.EqualTo((answer, 0)), run.StandardError);
    }

    [Test]
    public async Task Characters_that_are_split_between_two_reads_are_valid()
    {
        NeedSignals();
        Emulator.OnCall("count").Returns(call => $"{call.InputText.EnumerateRunes().Count()}");
        var file = Write("input.txt", string.Concat(Enumerable.Repeat("\U0001F4E6", 50_000)));

        var run = await ShellAsync($"(printf x; cat '{file}') | dotnet '{Program}' call count -i Count.");

        Assert.That(run.StandardOutput, Is.EqualTo("50001\n"), run.StandardError);
    }

    [TestCase("call shout -i Shout.")]
    [TestCase("batch shout -i Shout.")]
    [CancelAfter(60_000)]
    public async Task A_closed_input_is_an_error(string arguments, CancellationToken cancellationToken)
    {
        NeedSignals();
        var run = await ShellAsync($"dotnet '{Program}' {arguments} <&-", cancellationToken);

        Assert.That((run.ExitCode, run.StandardError), Is.EqualTo((2, "Standard input is closed.\n")));
    }

    [Test]
    public async Task A_closed_input_that_is_not_read_does_not_matter()
    {
        NeedSignals();
        var run = await ShellAsync($"dotnet '{Program}' call shout hello -i Shout. <&-");
        Assert.That((run.ExitCode, run.StandardError), Is.EqualTo((0, string.Empty)));
    }

    [Test]
    public async Task Nothing_is_paid_for_without_an_output()
    {
        NeedSignals();
        var run = await ShellAsync($"dotnet '{Program}' call shout hello -i Shout. >&-");

        Assert.That((run.ExitCode, run.StandardError),
            Is.EqualTo((2, "Standard output is closed, so nothing was done: there is no place for the results.\n")));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [TestCase("call shout hello -i Shout.", 0)]
    [TestCase("call nobody hello", 2)]
    public async Task A_closed_error_output_does_not_change_the_exit_code(string arguments, int exitCode)
    {
        NeedSignals();
        Assert.That((await ShellAsync($"dotnet '{Program}' {arguments} 2>&-")).ExitCode, Is.EqualTo(exitCode));
    }

    private async Task<BufferedCommandResult> ShellAsync(string script, CancellationToken cancellationToken = default) =>
        await Cli.Wrap("/bin/sh").WithArguments(["-c", script]).WithEnvironmentVariables(Variables()).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
}
