using Opper.Quickstart.Steps;
using Spectre.Console;

namespace Opper.Quickstart;

/// <summary>All steps in order, in one trace.</summary>
internal sealed class Tour(Connection connection, SourceText text, string? question)
{
    private const string OurQuestion = "How did Jim get the money for the combs?";
    private readonly OpperClient _opper = connection.Client;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ShowHeader();
        var traceId = await RunStepsAsync(cancellationToken);
        await new TraceStep(_opper).RunAsync(traceId, cancellationToken);
        ShowFooter();
    }

    private async Task<string> RunStepsAsync(CancellationToken cancellationToken)
    {
        await using var root = await _opper.Spans.StartAsync("quickstart", new { text = text.Name }, cancellationToken: cancellationToken);
        try
        {
            await new ReadStep(_opper).RunAsync(text, cancellationToken);
            var card = await new ExtractStep(_opper).RunAsync(text, cancellationToken);
            await new SummaryStep(_opper).RunAsync(text, cancellationToken);
            var answer = await new KnowledgeStep(_opper).RunAsync(text, question ?? QuestionAbout(card), cancellationToken);
            root.SetOutput(answer);
            return root.TraceId;
        }
        catch (Exception problem)
        {
            root.SetError(problem);
            throw;
        }
    }

    private string QuestionAbout(StoryCard card) =>
        text.IsOurs ? OurQuestion
            : string.IsNullOrWhiteSpace(card.Title) || card.Title == "unknown" ? "What is this text about?"
            : $"What is \"{card.Title}\" about?";

    private void ShowHeader()
    {
        Terminal.Out.WriteLine();
        Terminal.Out.MarkupLine("[bold]Opper for .NET[/] [dim]quickstart[/]");
        if (connection.IsEmulated)
        {
            Terminal.Out.MarkupLine($"[yellow]No {OpperClientOptions.ApiKeyVariable}: running on the local emulator, which is not a language model[/]");
        }
        else
        {
            Terminal.Out.MarkupLineInterpolated($"[green]Live:[/] {_opper}");
        }
    }

    private void ShowFooter()
    {
        if (connection.IsEmulated)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.MarkupLine("[dim]To run the same on the live API:[/]");
            Terminal.Out.MarkupLine($"  export {OpperClientOptions.ApiKeyVariable}=<your key>   [dim]# from https://platform.opper.ai[/]");
            Terminal.Out.MarkupLine("  dotnet run --project src/Opper.Quickstart");
        }
    }
}
