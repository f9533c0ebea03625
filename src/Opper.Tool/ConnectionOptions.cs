using System.CommandLine;

namespace Opper.Tool;

/// <summary>The options for the connection.</summary>
internal sealed class ConnectionOptions
{
    public const string EmulatorOption = "--emulator";

    private readonly Option<bool> _emulator = new(EmulatorOption)
    {
        Description = "Use a local emulator, started for this command, which is not a language model.",
    };
    private readonly Option<string?> _data = new("--emulator-data")
    {
        Description = "The SQLite file for the state of the emulator; implies --emulator. Default: the state is in memory.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_emulator);
        command.Options.Add(_data);
    }

    public bool IsEmulated(ParseResult arguments) => arguments.GetValue(_emulator) || arguments.GetValue(_data) is not null;

    /// <summary>The file of the emulator's state, with its option.</summary>
    public (string Option, string? Path) DataFile(ParseResult arguments) => (_data.Name, DataPath(arguments));

    public string? DataPath(ParseResult arguments) => arguments.GetValue(_data) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
