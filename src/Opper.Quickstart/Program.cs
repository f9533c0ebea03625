using System.Text;
using Opper;
using Opper.Quickstart;

Console.OutputEncoding = Encoding.UTF8;
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C allows cleanup; the second one terminates the process.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(Arguments.HelpText);
        return ExitCode.Done;
    }

    var text = SourceText.Read(arguments.Path);
    await using var connection = await Connection.OpenAsync(interrupt.Token);
    await new Tour(connection, text, arguments.Question).RunAsync(interrupt.Token);
    return ExitCode.Done;
}
catch (UsageException problem)
{
    return Fail(problem.Message, ExitCode.Usage);
}
catch (OpperException problem)
{
    return Fail(Failure.Describe(problem), ExitCode.Failed);
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    return Fail("Interrupted.", ExitCode.Interrupted);
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    return exitCode;
}
