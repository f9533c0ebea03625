using System.Globalization;
using System.Runtime.InteropServices;
using Opper.Emulator;

const string Help = "Usage: dotnet run --project src/Opper.Emulator -- [--port <0-65535, default 4010>] [--key <the only key to accept>] [--delay <milliseconds between stream events, default 15>]";
var options = new OpperEmulatorOptions { Port = 4010, StreamDelay = TimeSpan.FromMilliseconds(15) };
for (var i = 0; i < args.Length; i++)
{
    var value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--help" or "-h":
            Console.WriteLine(Help);
            return 0;
        case "--port" when ushort.TryParse(value, CultureInfo.InvariantCulture, out var port):
            options.Port = port;
            break;
        case "--key" when !string.IsNullOrWhiteSpace(value):
            options.ApiKey = value;
            break;
        case "--delay" when ushort.TryParse(value, CultureInfo.InvariantCulture, out var delay):
            options.StreamDelay = TimeSpan.FromMilliseconds(delay);
            break;
        case "--port" or "--key" or "--delay":
            return Refuse($"{args[i]} needs a value it can use; it got {(value is null ? "none" : $"'{value}'")}.");
        default:
            return Refuse($"Unknown argument '{args[i]}'.");
    }

    i++;
}

OpperEmulator emulator;
try
{
    emulator = await OpperEmulator.StartAsync(options);
}
catch (IOException error)
{
    return Refuse($"Cannot listen on port {options.Port}: {error.Message}");
}

await using (emulator)
{
    var address = emulator.BaseAddress.ToString().TrimEnd('/');
    Console.WriteLine($"""
        Opper emulator on {address} (no language model: answers are made from the input). Ctrl+C stops it.
          export OPPER_BASE_URL={address}
          export OPPER_API_KEY={emulator.ApiKey}
        """);
    var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await stop.Task;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}

return 0;

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(Help);
    return 2;
}
