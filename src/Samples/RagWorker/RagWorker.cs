using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Opper.Knowledge;

namespace Opper.Samples.RagWorker;

/// <summary>Indexes the files of a folder, then answers questions from them until the input ends.</summary>
internal sealed class RagWorker(OpperClient opper, IOptions<RagOptions> options, RagConsole console, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var knowledge = await opper.Knowledge.GetOrCreateAsync(options.Value.KnowledgeBase, cancellationToken: stoppingToken);
            await IndexAsync(knowledge, stoppingToken);
            while (await console.Questions.ReadLineAsync(stoppingToken) is { Length: > 0 } question)
            {
                await AnswerAsync(knowledge, question, stoppingToken);
            }
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task IndexAsync(KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var added = 0;
        await foreach (var outcome in opper.Knowledge.AddDocumentsAsync(knowledge.Id, ReadPassages(options.Value.Folder), cancellationToken: cancellationToken))
        {
            if (outcome.Error is { } problem)
            {
                await console.Answers.WriteLineAsync($"{outcome.Request.Key} could not be added: {problem.Message}");
            }
            else
            {
                added++;
            }
        }

        await console.Answers.WriteLineAsync($"{added} passages in '{knowledge.Name}'");
    }

    // One trace per question, with the search and the answer as its spans.
    private Task AnswerAsync(KnowledgeBase knowledge, string question, CancellationToken cancellationToken) => opper.Spans.RunAsync(
        "ask_handbook",
        question,
        async trace =>
        {
            var matches = await SearchAsync(knowledge, question, cancellationToken);
            GroundedAnswer answer = await opper.CallAsync<GroundedAnswer>(
                "samples/answer",
                "Answer the question from the passages alone.",
                new { question, passages = matches.Select(match => new { key = match.Key, content = match.Content }) },
                cancellationToken: cancellationToken);
            trace.SetOutput(answer.Answer);
            await console.Answers.WriteLineAsync($"Q: {question}");
            await console.Answers.WriteLineAsync($"A: {answer.Answer}");
            await console.Answers.WriteLineAsync($"   found in {string.Join(", ", matches.Select(match => match.Key))}");
        },
        cancellationToken: cancellationToken);

    private async Task<IReadOnlyList<KnowledgeMatch>> SearchAsync(KnowledgeBase knowledge, string question, CancellationToken cancellationToken)
    {
        await using var span = await opper.Spans.StartAsync("search", question, type: "retrieval", cancellationToken: cancellationToken);
        var matches = await opper.Knowledge.QueryAsync(knowledge.Id, new QueryKnowledgeRequest { Query = question, TopK = options.Value.Passages },
            cancellationToken: cancellationToken);
        span.SetOutput(matches.Select(match => match.Key));
        return matches;
    }

    // Stable keys, so that repeated runs replace the documents instead of duplicating them.
    private static async IAsyncEnumerable<AddDocumentRequest> ReadPassages(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var text = await File.ReadAllTextAsync(path);
            var name = Path.GetFileName(path);
            foreach (var (number, passage) in text.ReplaceLineEndings("\n").Split("\n\n",
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
            {
                yield return new AddDocumentRequest { Key = $"{name}/{number}", Content = passage, Metadata = new { file = name } };
            }
        }
    }
}
