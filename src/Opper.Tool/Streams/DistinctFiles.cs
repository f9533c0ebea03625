using Opper.Batch.Formats;

namespace Opper.Tool.Streams;

/// <summary>Checks that a command does not write a file over another one that it uses.</summary>
internal static class DistinctFiles
{
    /// <param name="read">The files that are read, by their options.</param>
    /// <param name="written">The files that are written.</param>
    /// <exception cref="UsageException">A file to write is used twice; the message has both options.</exception>
    public static void Check(IEnumerable<(string Option, string? Path)> read, IEnumerable<(string Option, string? Path)> written)
    {
        var options = new Dictionary<string, string>(FilePath.Comparer);
        foreach (var (option, target) in Targets(read))
        {
            options.TryAdd(target, option);
        }

        foreach (var (option, target) in Targets(written))
        {
            if (!options.TryAdd(target, option))
            {
                throw new UsageException($"{options[target]} and {option} are the same file.");
            }
        }
    }

    private static IEnumerable<(string Option, string Target)> Targets(IEnumerable<(string Option, string? Path)> files) =>
        from file in files
        where file.Path is not null
        let target = FilePath.Resolve(file.Path)
        where !FilePath.IsDevice(target)
        select (file.Option, target);
}
