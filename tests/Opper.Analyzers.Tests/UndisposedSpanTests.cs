namespace Opper.Analyzers.Tests;

/// <summary>Spans that are not disposed are reported.</summary>
public sealed class UndisposedSpanTests
{
    [TestCase("await {|OPPER004:client.Spans.StartAsync(\"n\")|};")]
    [TestCase("_ = await {|OPPER004:client.Spans.StartAsync(\"n\")|};")]
    [TestCase("_ = {|OPPER004:client.Spans.StartAsync(\"n\")|};")]
    [TestCase("await {|OPPER004:client.Spans.StartAsync(\"n\")|}.ConfigureAwait(false);")]
    [TestCase("var span = await {|OPPER004:client.Spans.StartAsync(\"n\")|};")]
    [TestCase("var span = await {|OPPER004:client.Spans.StartAsync(\"n\")|}; span.SetOutput(1); Console.WriteLine(span.Id);")]
    [TestCase("var span = await {|OPPER004:client.Spans.StartAsync(\"n\")|}; await span.FeedbackAsync(1);")]
    public Task A_span_that_is_not_disposed_is_reported(string statement) => Verify.StatementsAsync<UndisposedSpanAnalyzer>(statement);

    [TestCase("await using var span = await client.Spans.StartAsync(\"n\");")]
    [TestCase("await using var span = (await client.Spans.StartAsync(\"n\")).ConfigureAwait(false);")]
    [TestCase("await using (var span = await client.Spans.StartAsync(\"n\")) { }")]
    [TestCase("await using (await client.Spans.StartAsync(\"n\")) { }")]
    [TestCase("var span = await client.Spans.StartAsync(\"n\"); await using (span.ConfigureAwait(false)) { span.SetOutput(1); }")]
    [TestCase("var span = await client.Spans.StartAsync(\"n\"); try { span.SetOutput(1); } finally { await span.DisposeAsync(); }")]
    [TestCase("SpanScope? span = await client.Spans.StartAsync(\"n\"); if (span is not null) { await span.DisposeAsync(); }")]
    [TestCase("SpanScope? span = await client.Spans.StartAsync(\"n\"); var ended = span?.DisposeAsync();")]
    [TestCase("return await client.Spans.StartAsync(\"n\");")]
    [TestCase("var span = await client.Spans.StartAsync(\"n\"); return span;")]
    [TestCase("_kept = await client.Spans.StartAsync(\"n\");")]
    [TestCase("var span = await client.Spans.StartAsync(\"n\"); _kept = span;")]
    [TestCase("var all = new List<SpanScope>(); var span = await client.Spans.StartAsync(\"n\"); all.Add(span);")]
    [TestCase("var task = client.Spans.StartAsync(\"n\"); await using var span = await task;")]
    [TestCase("await client.Spans.RunAsync(\"n\", span => { span.SetOutput(1); return Task.CompletedTask; });")]
    public Task A_span_that_is_disposed_or_passed_on_is_not_reported(string statement) => Verify.StatementsAsync<UndisposedSpanAnalyzer>(statement);
}
