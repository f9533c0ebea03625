namespace Opper.Emulator.Tool;

/// <summary>Converts command-line options.</summary>
internal static class ServerOptions
{
    public const string Memory = ":memory:";

    public static string? DataPath(string text) => text == Memory ? null : Path.GetFullPath(text);
}
