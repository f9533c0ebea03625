using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Opper.Tool.Functions;

/// <summary>
/// The path of the file of a function, with slashes of its name as folders. Names of lower-case letters, digits, '_', '-', and '.' between them are
/// kept. Other names might be the same file as another one on some systems, or none: they get a hash, such as <c>Greet~074eaa6c517f.yaml</c>, and '_' in
/// place of characters that are not in names of functions.
/// </summary>
internal static partial class FunctionPath
{
    public const string Extension = ".yaml";
    public const string OtherExtension = ".yml";

    // Of a name with folders, in UTF-8. Windows limits whole paths to 260 characters.
    private const int MaxLength = 150;
    private const int HashLength = 12;

    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. "0123456789¹²³".SelectMany(number => new[] { $"com{number}", $"lpt{number}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a function of this name can be addressed: paths of URLs have no such segments, and those of files could leave the folder.</summary>
    public static bool IsValid(string name) => !name.Split('/').Any(part => string.IsNullOrWhiteSpace(part) || part is "." or "..");

    /// <summary>The path of a file. Names have the same path, regardless of case, only if they are the same.</summary>
    public static string Of(string folder, string name)
    {
        var parts = name.Split('/');
        var isKept = name.Length <= MaxLength && parts.All(part => Kept().IsMatch(part) && Safe(part) == part);
        return Path.Combine([folder, .. isKept ? parts : $"{Shorten(string.Join('/', parts.Select(Safe)))}~{Hash(name)}".Split('/')]) + Extension;
    }

    /// <summary>A segment that is allowed on all systems, is not hidden, and as a folder does not look like a file of a function.</summary>
    private static string Safe(string part)
    {
        var safe = Edges().Replace(Forbidden().Replace(part, "_"), "_");
        return Devices.Contains(safe.Split('.')[0]) ? $"_{safe}"
            : safe.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || safe.EndsWith(OtherExtension, StringComparison.OrdinalIgnoreCase) ? $"{safe}_"
            : safe;
    }

    private static string Shorten(string path)
    {
        var (text, length) = (new StringBuilder(), 0);
        foreach (var rune in path.EnumerateRunes().TakeWhile(rune => (length += rune.Utf8SequenceLength) <= MaxLength))
        {
            text.Append(rune);
        }

        return text.ToString().TrimEnd('/', '.');
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(name.AsSpan())))[..HashLength];

    [GeneratedRegex(@"^[a-z0-9_.-]+\z")]
    private static partial Regex Kept();

    [GeneratedRegex(@"[^\p{L}\p{N}_.-]")]
    private static partial Regex Forbidden();

    // Windows drops dots at the end.
    [GeneratedRegex(@"^\.|\.\z")]
    private static partial Regex Edges();
}
