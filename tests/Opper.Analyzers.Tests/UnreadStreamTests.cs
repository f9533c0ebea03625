namespace Opper.Analyzers.Tests;

/// <summary>Streams that are not read are reported.</summary>
public sealed class UnreadStreamTests
{
    [TestCase("{|OPPER003:client.StreamAsync<int>(\"n\")|};")]
    [TestCase("{|OPPER003:client.StreamTextAsync(\"n\")|};")]
    [TestCase("_ = {|OPPER003:client.StreamAsync(given)|};")]
    [TestCase("var stream = {|OPPER003:client.StreamAsync<int>(\"n\")|};")]
    [TestCase("IAsyncEnumerable<string> stream = {|OPPER003:client.StreamTextAsync(\"n\")|};")]
    [TestCase("{|OPPER003:client.Chat.StreamAsync(new ChatCompletionRequest())|};")]
    [TestCase("{|OPPER003:client.Functions.ListAllAsync()|};")]
    [TestCase("Action start = () => { {|OPPER003:client.StreamTextAsync(\"n\")|}; }; start();")]
    public Task A_stream_that_is_not_read_is_reported(string statement) => Verify.StatementsAsync<UnreadStreamAnalyzer>(statement);

    [TestCase("await foreach (var part in client.StreamTextAsync(\"n\")) { }")]
    [TestCase("var stream = client.StreamAsync<int>(\"n\"); await foreach (var part in stream) { }")]
    [TestCase("var result = await client.StreamAsync<int>(\"n\").GetFinalResultAsync();")]
    [TestCase("return client.StreamAsync<int>(\"n\");")]
    [TestCase("var stream = client.StreamAsync<int>(\"n\"); Func<object> later = () => stream; return later();")]
    [TestCase("OpperStream stream; stream = client.StreamAsync(given); return stream;")]
    [TestCase("await client.CallAsync<int>(\"n\");")]
    [TestCase("GC.KeepAlive(client.StreamTextAsync(\"n\"));")]
    public Task A_stream_that_is_read_or_passed_on_is_not_reported(string statement) => Verify.StatementsAsync<UnreadStreamAnalyzer>(statement);
}
