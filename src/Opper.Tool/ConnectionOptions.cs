using System.CommandLine;

namespace Opper.Tool;

/// <summary>The options that say where a command runs.</summary>
internal sealed class ConnectionOptions
{
    public const string EmulatorOption = "--emulator";

    private readonly Option<bool> _emulator = new(EmulatorOption) { Description = "Run on a local emulator that is started for this command; it is no language model." };
    private readonly Option<string?> _data = new("--emulator-data") { Description = "With --emulator: the SQLite file of its state. Default: in memory, gone at the end." };

    public void AddTo(Command command)
    {
        command.Options.Add(_emulator);
        command.Options.Add(_data);
    }

    public bool IsEmulated(ParseResult arguments) => arguments.GetValue(_emulator) || arguments.GetValue(_data) is not null;

    public string? DataPath(ParseResult arguments) => arguments.GetValue(_data) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
