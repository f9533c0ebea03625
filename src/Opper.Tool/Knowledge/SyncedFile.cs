using System.Security.Cryptography;

namespace Opper.Tool.Knowledge;

/// <summary>A file of the folder.</summary>
/// <param name="Path">The path relative to the folder, with slashes.</param>
/// <param name="FullPath">The full path.</param>
/// <param name="Hash">The SHA-256 of its content.</param>
internal sealed record SyncedFile(string Path, string FullPath, string Hash)
{
    public const string PathField = "opper_path";
    public const string HashField = "opper_sha256";

    public static async Task<SyncedFile> ReadAsync(string folder, string path, CancellationToken cancellationToken)
    {
        var full = System.IO.Path.Combine(folder, path);
        await using var stream = File.OpenRead(full);
        return new SyncedFile(path.Replace('\\', '/'), full, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));
    }
}
