namespace Opper.Benchmarks.Measuring;

/// <summary>The official Node SDK, where Node is installed and tests/interop-node has its packages.</summary>
internal static class NodeSdk
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Peers", "opperai.mjs");

    /// <summary>Why it cannot be measured here, or <see langword="null"/> when it can.</summary>
    public static string? Missing =>
        Folder() is not { } folder ? "tests/interop-node is not above the program"
            : !Directory.Exists(Path.Combine(folder, "node_modules", "opperai")) ? "run 'npm ci' in tests/interop-node first"
            : !(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
                .Any(path => File.Exists(Path.Combine(path, OperatingSystem.IsWindows() ? "node.exe" : "node"))) ? "Node.js is not installed"
            : null;

    public static Child Start(string role, string server) => new("node", Script, role, "opperai", server, Folder()!);

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "interop-node") is var wanted && Directory.Exists(wanted))
            {
                return wanted;
            }
        }

        return null;
    }
}
