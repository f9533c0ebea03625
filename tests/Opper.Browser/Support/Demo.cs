using Opper.Emulator;
using Opper.Functions;
using Opper.Knowledge;
using Opper.Tracing;
using Described = System.ComponentModel.DescriptionAttribute;

namespace Opper.Browser.Support;

/// <summary>Demo data: manuals and questions, functions with a history, and pipelines that answer the questions.</summary>
public sealed class Demo(OpperEmulator emulator, OpperClient opper, DemoClock clock)
{
    public const string Question = "The pump shows E4 and stopped. How do I reset it?";

    private string _manuals = null!;

    /// <summary>Everything; the latest trace is the one to show.</summary>
    public async Task SeedAsync()
    {
        clock.Advance(-22 * 60_000);
        await SeedKnowledgeAsync();
        await SeedFunctionsAsync();
        Script();
        string[] questions =
        [
            "How often does the filter of the P200 need cleaning?", "Which hose fits the P350?", "May the pump run dry?",
            "What does the warranty cover?", "Is the P200 suited for salt water?",
        ];
        foreach (var question in questions)
        {
            await AnswerAsync(question, stockFails: false);
            clock.Advance(150_000 + (question.Length * 1700));
        }

        await TriageAsync("Invoice 4411 was charged twice", "billing");
        clock.Advance(95_000);
        await TriageAsync("The courier left the parcel in the rain", "shipping");
        clock.Advance(140_000);
        await AnswerAsync(Question, stockFails: true);
    }

    public async Task<string> SeedKnowledgeAsync()
    {
        var manuals = await opper.Knowledge.CreateAsync(
            new CreateKnowledgeBaseRequest { Name = "pump-manuals", Description = "Manuals of the P200 and P350 garden pumps." });
        var faq = await opper.Knowledge.CreateAsync(new CreateKnowledgeBaseRequest
        {
            Name = "support-faq",
            Description = "Answers that support has given before.",
        });
        foreach (var (key, model, page, content) in Manuals)
        {
            await opper.Knowledge.AddDocumentAsync(manuals.Id,
                new AddDocumentRequest { Key = key, Content = content, Metadata = new { model, page, lang = "en" } });
        }

        await opper.Knowledge.AddDocumentAsync(faq.Id, new AddDocumentRequest
        {
            Key = "faq/warranty",
            Content = "The warranty covers two years of private use. Frost damage is not covered.",
            Metadata = new { topic = "warranty" },
        });
        return _manuals = manuals.Id;
    }

    public async Task SeedFunctionsAsync()
    {
        var write = await opper.Functions.CreateAsync(new CreateFunctionRequest
        {
            Name = "write_answer",
            Description = "Answers a customer from passages of the manuals.",
            Instructions = "Answer the customer's question.",
            Model = "openai/gpt-4o-mini",
            OutputSchema = OpperSchema.For<SupportAnswer>(),
        });
        await opper.Functions.UpdateAsync(write.Id,
            new UpdateFunctionRequest { Instructions = "Answer the customer's question.\nUse only the passages.\nName the page of each fact." });
        await opper.Functions.UpdateAsync(write.Id, new UpdateFunctionRequest { Instructions = "Answer the customer's question in at most four "
            + "sentences.\nUse only the passages; say so if they do not hold the answer.\nName the page of each fact.", Model = "anthropic/claude-sonnet-4" });
    }

    public async Task<string> AnswerAsync(string question, bool stockFails)
    {
        // Before the spans start: within them the emulator would add its own span, which has no duration by this clock.
        var hits = await opper.Knowledge.QueryAsync(_manuals, new QueryKnowledgeRequest { Query = question, TopK = 3 });
        await using var root = await opper.Spans.StartAsync("answer_customer", new { question, customer = "c-1042" });
        var query = await opper.CallAsync<string>("rewrite_question", "Rewrite the question as a search query.", question);
        var passages = await RetrieveAsync(query.Value, [.. hits.Select(hit => new PassageOfManual(hit.Key, Math.Round(hit.Score, 2), hit.Content))]);
        await StockAsync(stockFails);
        var answer = await opper.CallAsync<SupportAnswer>("write_answer",
            "Answer the customer's question in at most four sentences.\nUse only the passages; say so if they do not hold the answer.\nName the page of "
            + "each fact.", new { question, passages });
        await opper.SpanMetrics.CreateAsync(answer.SpanId,
            new CreateSpanMetricRequest { Dimension = "groundedness", Value = 0.94, Comment = "Each sentence has a passage." });
        await opper.SpanMetrics.CreateAsync(answer.SpanId, new CreateSpanMetricRequest { Dimension = "relevance", Value = 0.88 });
        await opper.Spans.SubmitFeedbackAsync(answer.SpanId, new SubmitFeedbackRequest { Score = 1, Comment = "Solved it, thank you!" });
        await opper.CallAsync<string>("grade_answer", "Is each fact of the answer in the passages?", new { answer = answer.Value, passages });
        root.SetOutput(answer.Value);
        clock.Advance(40);
        return root.TraceId;
    }

    private async Task<List<PassageOfManual>> RetrieveAsync(string query, List<PassageOfManual> found)
    {
        await using var retrieve = await opper.Spans.StartAsync("retrieve", new { query });
        await using (var manuals = await opper.Spans.StartAsync("search pump-manuals", new { query, top_k = 3 }, "retrieval"))
        {
            clock.Advance(214);
            manuals.SetOutput(found);
        }

        await using (var rerank = await opper.Spans.StartAsync("rerank", new { query, passages = found.Select(passage => passage.Key) }, "tool"))
        {
            clock.Advance(167);
            rerank.SetOutput(found.Take(2).Select(passage => passage.Key));
        }

        clock.Advance(12);
        retrieve.SetOutput(found.Take(2));
        return [.. found.Take(2)];
    }

    private async Task StockAsync(bool fails)
    {
        await using var stock = await opper.Spans.StartAsync("check_stock", new { part = "seal-e4" }, "tool");
        clock.Advance(fails ? 611 : 96);
        if (fails)
        {
            stock.SetError(new TimeoutException("The stock service did not answer within 600 ms."));
            return;
        }

        stock.SetOutput(new { available = 12 });
    }

    private async Task TriageAsync(string mail, string queue)
    {
        emulator.OnCall("triage").Returns(_ => Took(380, new Triage(queue, queue == "billing")));
        await opper.CallAsync<Triage>("triage", "Sort the mail into a queue.", mail);
    }

    public void Script()
    {
        emulator.OnCall("rewrite_question").Returns(call => Took(436, call.InputText == Question ? "reset pump after error E4" : call.InputText));
        emulator.OnCall("write_answer").Returns(_ => Took(1742, new SupportAnswer(
            "E4 means that the pump ran dry and switched itself off (page 12). Close the tap, hold the red button for ten seconds and fill the housing with "
            + "water before you switch it on again (page 14).",
            [12, 14],
            0.92)));
        emulator.OnCall("grade_answer").Returns(_ => Took(528, "yes"));
    }

    private T Took<T>(int milliseconds, T value)
    {
        clock.Advance(milliseconds);
        return value;
    }

    private static readonly (string Key, string Model, int Page, string Content)[] Manuals =
    [
        ("p200/errors", "P200", 12, "E4: the pump ran dry and has stopped by itself. Close the tap before anything else. The pump will not start again "
            + "until it has been reset, as described on page 14."),
        ("p200/reset", "P200", 14, "To reset the pump after an error, hold the red button for ten seconds until the light blinks twice. Fill the housing "
            + "with water, then switch the pump on. Resetting does not clear the counter of working hours."),
        ("p200/cleaning", "P200", 18,
            "Clean the filter every four weeks, and weekly if the water holds sand. Switch the pump off and let it cool before opening the lid."),
        ("p350/errors", "P350", 15,
            "E4 on the P350 points to a blocked inlet, not to dry running. Clear the inlet and press the button once: the pump starts by itself."),
        ("p350/hoses", "P350", 6, "The P350 takes hoses of 25 mm with a brass coupling. Plastic couplings burst above 4 bar."),
        ("p200/winter", "P200", 21, "Empty the pump before the first frost and store it indoors. Frost damage is not covered by the warranty."),
    ];

    public sealed record PassageOfManual(string Key, double Score, string Content);

    public sealed record SupportAnswer(
        [property: Described("The answer, with the page of each fact in brackets")] string Answer,
        [property: Described("The pages that were used")] List<int> Pages,
        [property: Described("How sure the answer is, from 0 to 1")] double Confidence);

    public sealed record Triage(string Queue, bool Urgent);
}
