namespace Opper.Emulator.Tool;

/// <summary>What the command line says beyond the emulator's own options.</summary>
internal static class ServerOptions
{
    public const string Memory = ":memory:";

    public static string? DataPath(string text) => text == Memory ? null : Path.GetFullPath(text);
}
