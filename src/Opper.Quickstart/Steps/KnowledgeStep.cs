using System.Globalization;
using Opper.Knowledge;
using Spectre.Console;

namespace Opper.Quickstart.Steps;

/// <summary>Indexes the passages of the text and answers a question from the best matches.</summary>
internal sealed class KnowledgeStep(OpperClient opper)
{
    private const int Best = 3;

    public async Task<string> RunAsync(SourceText text, string question, CancellationToken cancellationToken)
    {
        Terminal.Heading(4, "Ask the text");
        await using var span = await opper.Spans.StartAsync("ask the text", question, cancellationToken: cancellationToken);
        var knowledge = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest { Name = $"quickstart-{Guid.NewGuid():N}" },
            cancellationToken: cancellationToken);
        try
        {
            await IndexAsync(knowledge, text, cancellationToken);
            Terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [bold]Q[/]  {question}");
            Terminal.Out.WriteLine();
            var matches = await SearchAsync(knowledge, question, cancellationToken);
            Show(matches);
            var answer = await AnswerAsync(question, matches, cancellationToken);
            span.SetOutput(answer.Answer);
            Show(answer, matches);
            return answer.Answer;
        }
        finally
        {
            await DeleteAsync(knowledge);
        }
    }

    private async Task IndexAsync(KnowledgeBase knowledge, SourceText text, CancellationToken cancellationToken)
    {
        var passages = text.ToPassages();
        await using var span = await opper.Spans.StartAsync("index passages", new { passages = passages.Count }, cancellationToken: cancellationToken);
        await Terminal.ForEachAsync(
            "  Indexing passages",
            passages,
            (passage, token) => opper.Knowledge.AddDocumentAsync(
                knowledge.Id,
                new AddDocumentRequest { Key = passage.Key, Content = passage.Content, Metadata = new { file = text.Name, number = passage.Number } },
                cancellationToken: token),
            cancellationToken);
        Terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"  [dim]{passages.Count} {(passages.Count == 1 ? "passage" : "passages")} indexed[/]");
    }

    private async Task<IReadOnlyList<KnowledgeMatch>> SearchAsync(KnowledgeBase knowledge, string question, CancellationToken cancellationToken)
    {
        await using var span = await opper.Spans.StartAsync("search passages", question, type: "retrieval", cancellationToken: cancellationToken);
        var matches = await Terminal.WaitAsync("Searching …", () => opper.Knowledge.QueryAsync(
            knowledge.Id,
            new QueryKnowledgeRequest { Query = question, TopK = Best },
            cancellationToken: cancellationToken));
        span.SetOutput(matches.Select(match => match.Key));
        return matches;
    }

    private async Task<GroundedAnswer> AnswerAsync(string question, IReadOnlyList<KnowledgeMatch> matches, CancellationToken cancellationToken) =>
        await Terminal.WaitAsync("Answering …", () => opper.CallAsync<GroundedAnswer>(
            "quickstart/answer",
            "Answer the question from the passages alone, in one or two sentences.",
            new { question, passages = matches.Select(match => new { key = match.Key, content = match.Content }) },
            cancellationToken: cancellationToken));

    private async Task DeleteAsync(KnowledgeBase knowledge)
    {
        try
        {
            // Also runs when interrupted, so it does not use that token.
            await opper.Knowledge.DeleteAsync(knowledge.Id, cancellationToken: CancellationToken.None);
        }
        catch (OpperException problem)
        {
            await Console.Error.WriteLineAsync($"The knowledge base '{knowledge.Name}' could not be deleted: {problem.Message}");
        }
    }

    private static void Show(IReadOnlyList<KnowledgeMatch> matches)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = Style.Parse("dim"), Expand = true };
        table.AddColumn(new TableColumn("Score").RightAligned().NoWrap()).AddColumn(new TableColumn("Key").NoWrap()).AddColumn("Passage");
        foreach (var match in matches)
        {
            table.AddRow(new Text(match.Score.ToString("0.000", CultureInfo.InvariantCulture)), new Text(match.Key, Style.Parse("teal")),
                new Text(Shorten(match.Content)));
        }

        Terminal.Out.Write(table);
    }

    private static void Show(GroundedAnswer answer, IReadOnlyList<KnowledgeMatch> matches)
    {
        var sources = answer.Sources.Intersect(matches.Select(match => match.Key)).ToList();
        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 2, 0).NoWrap()).AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        grid.AddRow(new Text("A", Style.Parse("bold green")), new Text(answer.Answer));
        grid.AddRow(new Text(string.Empty), new Text($"from {(sources.Count > 0 ? string.Join(", ", sources) : "no specific passage")}", Style.Parse("dim")));
        Terminal.Out.Write(grid);
    }

    private static string Shorten(string content)
    {
        const int Length = 180;
        var line = string.Join(' ', content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Length)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', Length);
        return $"{line[..(end > 0 ? end : Length)]} …";
    }
}
