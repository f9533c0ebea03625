using System.CommandLine;
using Opper.Batch.Formats;
using Opper.Evaluation;

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

    public IReadOnlyList<Option<FileInfo?>> All => [_html, _markdown, _junit];

    /// <summary>Checks that the files can be written, before any call is made.</summary>
    public void Check(ParseResult arguments)
    {
        foreach (var file in All.Select(arguments.GetValue).OfType<FileInfo>())
        {
            ReplacedFile.Check(file.FullName);
        }
    }

    public void Write(ParseResult arguments, EvaluationReport report, GateResult gate)
    {
        foreach (var (file, text) in new (FileInfo?, Func<string>)[]
        {
            (arguments.GetValue(_html), () => report.ToHtml()), (arguments.GetValue(_markdown), () => report.ToMarkdown(gate)),
            (arguments.GetValue(_junit), () => gate.ToJUnit(report)),
        })
        {
            if (file is not null)
            {
                ReplacedFile.Write(file.FullName, text());
            }
        }
    }
}
