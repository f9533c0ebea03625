using Opper.Emulator;

namespace Opper.Tool.Tests;

/// <summary>A test that runs the command in this process, against its own emulator.</summary>
public abstract class ToolTest
{
    private OpperEmulator? _emulator;

    internal OpperEmulator Emulator => _emulator!;

    internal OpperClient Opper => Emulator.CreateClient();

    internal DirectoryInfo Folder { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _emulator = await OpperEmulator.StartAsync();
        Folder = Directory.CreateTempSubdirectory("opper-tool-");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Emulator.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    internal string PathOf(string file) => Path.Combine(Folder.FullName, file);

    internal string Write(string file, string text)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    internal Task<ToolOutput> RunAsync(params string[] arguments) => RunWithInputAsync(string.Empty, arguments);

    internal Task<ToolOutput> RunWithInputAsync(string input, params string[] arguments) => RunAsync(
        input,
        new Dictionary<string, string> { ["OPPER_API_KEY"] = Emulator.ApiKey, ["OPPER_BASE_URL"] = Emulator.BaseAddress.ToString() },
        arguments);

    internal static async Task<ToolOutput> RunAsync(string input, Dictionary<string, string> variables, string[] arguments,
        CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new ToolHost
        {
            In = new StringReader(input),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            GetVariable = name => variables.GetValueOrDefault(name),
        };
        var exitCode = await OpperCommand.RunAsync(arguments, host, cancellationToken);
        return new ToolOutput(exitCode, output.ToString(), error.ToString());
    }
}
