using System.CommandLine;
using Opper.Batch;
using Opper.Tool.Streams;

namespace Opper.Tool.Batches;

/// <summary>The option for the format of a file whose extension does not tell it, or of a pipe.</summary>
internal sealed class FormatOption
{
    private static readonly Dictionary<string, BatchFormat> Formats = new()
    {
        ["jsonl"] = BatchFormat.JsonLines,
        ["csv"] = BatchFormat.Csv,
        ["tsv"] = BatchFormat.Tsv,
        ["parquet"] = BatchFormat.Parquet,
    };

    private readonly Option<string?> _option;

    public FormatOption(string name, string file)
    {
        _option = new Option<string?>(name)
        {
            Description = $"The format of {file}: {string.Join(", ", Formats.Keys)}. Default: that of the file's extension; jsonl in a pipe.",
        };
        _option.AcceptOnlyFromAmong([.. Formats.Keys]);
    }

    public Option Option => _option;

    public BatchFormat Read(ParseResult arguments, FileInfo? named)
    {
        var file = named is null || InputFile.IsUnnamed(named) ? null : named;
        if (arguments.GetValue(_option) is { } name)
        {
            return file is null && name == "parquet"
                ? throw new UsageException($"Parquet cannot be read from or written to a pipe; {_option.Name} parquet needs a file.")
                : Formats[name];
        }

        var extension = file?.Extension.TrimStart('.').ToLowerInvariant().Replace("ndjson", "jsonl", StringComparison.Ordinal) ?? "jsonl";
        return Formats.TryGetValue(extension, out var format)
            ? format
            : throw new UsageException($"The extension of '{file!.Name}' does not tell its format: it needs {_option.Name}.");
    }
}
