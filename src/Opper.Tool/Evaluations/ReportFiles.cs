using System.CommandLine;
using Opper.Evaluation;
using Opper.Tool.Streams;

namespace Opper.Tool.Evaluations;

/// <summary>The files of the reports.</summary>
internal sealed class ReportFiles
{
    private readonly Option<FileInfo?> _html = new("--html") { Description = "The file for the report as a self-contained HTML page." };
    private readonly Option<FileInfo?> _markdown = new("--markdown")
    {
        Description = "The file for the summary as Markdown, such as \"$GITHUB_STEP_SUMMARY\" in GitHub Actions.",
    };
    private readonly Option<FileInfo?> _junit = new("--junit") { Description = "The file for the gate as JUnit XML." };

    public IEnumerable<Option> All => [_html, _markdown, _junit];

    /// <summary>Checks that the files can be written before any call is made, and not over each other or the files that are read.</summary>
    public void Check(ParseResult arguments, IEnumerable<(string Option, string? Path)> read)
    {
        Option<FileInfo?>[] options = [_html, _markdown, _junit];
        DistinctFiles.Check(read, options.Select(option => (option.Name, arguments.GetValue(option)?.FullName)));
        foreach (var file in options.Select(arguments.GetValue).OfType<FileInfo>())
        {
            var isNew = !file.Exists;
            Directory.CreateDirectory(file.DirectoryName!);
            using (new FileStream(file.FullName, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }

            if (isNew)
            {
                file.Delete();
            }
        }
    }

    public async Task WriteAsync(ParseResult arguments, EvaluationReport report, GateResult gate, CancellationToken cancellationToken)
    {
        foreach (var (file, text) in new (FileInfo?, Func<string>)[]
        {
            (arguments.GetValue(_html), () => report.ToHtml()), (arguments.GetValue(_markdown), () => report.ToMarkdown(gate)),
            (arguments.GetValue(_junit), () => gate.ToJUnit(report)),
        })
        {
            if (file is not null)
            {
                await File.WriteAllTextAsync(file.FullName, text(), cancellationToken);
            }
        }
    }
}
