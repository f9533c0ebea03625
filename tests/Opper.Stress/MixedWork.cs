using Opper.Functions;
using Opper.Knowledge;

namespace Opper.Stress;

/// <summary>A client that sends all kinds of requests until it is stopped.</summary>
internal sealed class MixedWork(OpperClient opper, string knowledgeId, int client, Tally tally)
{
    private readonly Random _random = new(client);
    private int _count;

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var id = $"{client}-{_count++}";
            await (_random.Next(10) switch
            {
                0 or 1 => tally.TimeAsync("add document", () => AddAsync(id)),
                2 => tally.TimeAsync("query", () => opper.Knowledge.QueryAsync(knowledgeId, new QueryKnowledgeRequest { Query = $"note {_random.Next(1000)}" },
                    cancellationToken: CancellationToken.None)),
                3 or 4 => tally.TimeAsync("call", () => CallAsync(id)),
                5 => tally.TimeAsync("stream", () => StreamAsync(id)),
                6 => tally.TimeAsync("create function", () => CreateAsync(id)),
                7 => tally.TimeAsync("list functions",
                    () => opper.Functions.ListAsync(sort: "-created_at", limit: 20, cancellationToken: CancellationToken.None)),
                8 => tally.TimeAsync("list traces", () => opper.Traces.ListAsync(limit: 20, cancellationToken: CancellationToken.None)),
                _ => tally.TimeAsync("span and end", () => SpanAsync(id)),
            });
        }
    }

    private async Task AddAsync(string id)
    {
        var content = $"Note {id} says {_random.Next(1000)} and {_random.Next(1000)}.";
        await opper.Knowledge.AddDocumentAsync(knowledgeId, new AddDocumentRequest { Key = id, Content = content });
        tally.Documents[id] = content;
    }

    private async Task CallAsync(string id)
    {
        var answer = await opper.CallAsync<string>($"stress/{client}", "Say it again.", $"Text {id}.");
        tally.Spans.Add(answer.SpanId);
    }

    private async Task StreamAsync(string id)
    {
        var stream = opper.StreamAsync(new CallRequest { Name = $"stress/{client}", Input = $"Text {id}." });
        var result = await stream.GetFinalResultAsync();
        tally.Spans.Add(result.SpanId!);
    }

    private async Task CreateAsync(string id)
    {
        await opper.Functions.CreateAsync(new CreateFunctionRequest { Name = $"made/{id}", Instructions = "Answer." });
        tally.Functions.Add($"made/{id}");
    }

    private async Task SpanAsync(string id)
    {
        var span = await opper.Spans.StartAsync($"work {id}");
        await using (span)
        {
            span.SetOutput(id);
        }

        tally.Spans.Add(span.Id);
    }
}
