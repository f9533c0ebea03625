using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Named pipes, sockets and process substitution as files.</summary>
public sealed class PipeFileTests : ProcessTest
{
    private const string Rows = "\"one\"\n\"two\"\n";

    [SetUp]
    public async Task SeedAsync()
    {
        NeedSignals();
        Emulator.OnCall("shout").Returns(call => call.InputText.ToUpperInvariant());
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
    }

    [TestCase("push", "pipe")]
    [TestCase("diff", "pipe")]
    [TestCase("pull", "pipe")]
    [TestCase("push", "socket")]
    [TestCase("push", "link")]
    [TestCase("push", "device")]
    [CancelAfter(60_000)]
    public async Task A_pipe_among_the_files_of_functions_is_reported(string command, string kind, CancellationToken cancellationToken)
    {
        Write("functions/greet.yaml", "name: greet\ninstructions: Greet.\n");
        var path = PathOf("functions/other.yaml");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (kind)
        {
            case "pipe":
                MakePipe(path);
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "link":
                MakePipe(PathOf("pipe"));
                File.CreateSymbolicLink(path, Path.Combine("..", "pipe"));
                break;
            default:
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
        }

        var run = await RunAsync("functions", command, "-d", PathOf("functions")).WaitAsync(cancellationToken);

        Assert.That(run.Ends(2).Error, Is.EqualTo($"{path} is empty or not a regular file.\n"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_pipe_in_the_folder_of_a_knowledge_base_is_left_out(CancellationToken cancellationToken)
    {
        Write("manuals/a.md", "A manual.");
        MakePipe(PathOf("manuals/b.md"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf("manuals/c.md")));

        var run = await RunAsync("knowledge", "sync", PathOf("manuals")).WaitAsync(cancellationToken);

        Assert.That(run.Ends(0).Out, Does.Contain("1 added"));
        Assert.That(run.Error, Does.Contain("b.md is empty").And.Contain("c.md is empty"));
    }

    [TestCase("--input <(cat in.jsonl)")]
    [TestCase("--input <(cat in.csv) --in-format csv --field text")]
    [TestCase("--input pipe.jsonl", "pipe.jsonl")]
    [TestCase("--input pipe --in-format jsonl", "pipe")]
    [TestCase("--input <(cat in.jsonl) -o out.jsonl; cat out.jsonl")]
    [TestCase("--input <(cat in.jsonl) -o >(cat > out); sleep 0.1; while [ ! -s out ]; do sleep 0.1; done; cat out")]
    [TestCase("--input /dev/stdin < in.jsonl")]
    [TestCase("--input <(cat in.jsonl) -o /dev/stdout")]
    [CancelAfter(60_000)]
    public async Task A_batch_reads_and_writes_pipes(string arguments, string? pipe = null, CancellationToken cancellationToken = default)
    {
        Write("in.jsonl", Rows);
        Write("in.csv", "text\none\ntwo\n");
        if (pipe is not null)
        {
            MakePipe(PathOf(pipe));
        }

        var run = await BashAsync($"{(pipe is null ? string.Empty : $"cat in.jsonl > {pipe} & ")}opper batch shout --ordered {arguments}", cancellationToken);

        Assert.That(run.StandardOutput, Does.Match("(?s)\"output\":\"ONE\".*\n.*\"output\":\"TWO\"").And.Not.Contain("THREE"), run.StandardError);
        Assert.That(Directory.Exists("/dev/fd") && Directory.EnumerateFiles("/dev", "*.journal").Any(), Is.False);
    }

    [TestCase("batch shout --pilot 1 --input <(cat in.jsonl)", "--pilot needs to know how many rows there are")]
    [TestCase("batch shout --in-format parquet --input pipe", "'PATH/pipe' is empty or a pipe, from which Parquet cannot be read.")]
    [TestCase("batch shout --in-format parquet --input <(cat in.jsonl)", "Parquet cannot be read from or written to a pipe")]
    [CancelAfter(60_000)]
    public async Task What_needs_a_file_is_reported(string arguments, string message, CancellationToken cancellationToken)
    {
        Write("in.jsonl", Rows);
        MakePipe(PathOf("pipe"));

        var run = await BashAsync("opper " + arguments, cancellationToken);

        Assert.That((run.ExitCode, run.StandardError), Is.EqualTo((2, run.StandardError)));
        Assert.That(run.StandardError, Does.StartWith(message.Replace("PATH", Folder.FullName, StringComparison.Ordinal)));
    }

    [TestCase("eval shout --data <(cat cases.jsonl) --prompt <(echo Shout.) --html >(cat > report) --min exact=0")]
    [TestCase("batch shout -i Shout. --schema <(echo '{\"type\": \"object\"}') --input <(cat in.jsonl)")]
    [CancelAfter(60_000)]
    public async Task Other_files_may_be_pipes(string arguments, CancellationToken cancellationToken)
    {
        Write("in.jsonl", Rows);
        Write("cases.jsonl", "{\"input\": \"one\", \"expected\": \"ONE\"}\n");

        var run = await BashAsync("opper " + arguments, cancellationToken);

        Assert.That(run.ExitCode, Is.Zero, run.StandardError);
        if (arguments.Contains("report", StringComparison.Ordinal))
        {
            Assert.That(run.StandardOutput, Does.Contain("Passed"));
            while (!File.Exists(PathOf("report"))
                || !(await File.ReadAllTextAsync(PathOf("report"), cancellationToken)).EndsWith("</html>\n", StringComparison.Ordinal))
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    [TestCase("batch shout --input pipe.jsonl")]
    [TestCase("batch shout --input pipe.csv")]
    [TestCase("batch shout -i x --schema pipe.jsonl")]
    [TestCase("eval shout --data pipe.jsonl")]
    [TestCase("eval shout --prompt pipe.jsonl")]
    [CancelAfter(60_000)]
    public async Task Waiting_for_the_writer_of_a_pipe_can_be_canceled(string command, CancellationToken cancellationToken)
    {
        MakePipe(PathOf("pipe.jsonl"));
        MakePipe(PathOf("pipe.csv"));
        using var cancellation = new CancellationTokenSource();
        // On another thread, as it might block.
        var run = Task.Run(
            () => RunAsync(string.Empty, Variables().ToDictionary(variable => variable.Key, variable => variable.Value!),
                [.. command.Split(' ').Select(argument => argument.StartsWith("pipe", StringComparison.Ordinal) ? PathOf(argument) : argument)],
                cancellation.Token),
            cancellationToken);

        await Task.WhenAny(run, Task.Delay(500, cancellationToken));
        await cancellation.CancelAsync();

        Assert.That((await run.WaitAsync(cancellationToken)).Ends(130).Error, Does.EndWith("Interrupted.\n"));
    }

    private static void MakePipe(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.That(made.ExitCode, Is.Zero);
    }

    private async Task<BufferedCommandResult> BashAsync(string script, CancellationToken cancellationToken) =>
        await Cli.Wrap("/bin/bash").WithArguments(["-c", $$"""opper() { dotnet '{{Program}}' "$@"; }; {{script}}"""]).WithWorkingDirectory(Folder.FullName)
            .WithEnvironmentVariables(Variables()).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
}
