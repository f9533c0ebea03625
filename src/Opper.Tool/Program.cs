using System.Runtime.InteropServices;
using System.Text;
using Opper.Tool;
using Opper.Tool.Streams;

if (!StandardStream.IsOpen(StandardStream.Error))
{
    Console.SetError(TextWriter.Null);
}

if (!StandardStream.IsOpen(StandardStream.Output))
{
    Console.Error.WriteLine("Standard output is closed, so nothing was done: there is no place for the results.");
    return ExitCode.Usage;
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C cancels the command, which then cleans up; the second one ends the process.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
});
return await OpperCommand.RunAsync(args, ToolHost.OfProcess(), interrupt.Token);
