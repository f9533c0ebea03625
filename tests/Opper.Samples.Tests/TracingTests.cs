using Opper.Samples.Tracing;

namespace Opper.Samples.Tests;

public sealed class TracingTests : SampleFixture
{
    [Test]
    public async Task The_trace_shows_calls_under_their_spans_with_errors_and_metrics()
    {
        await MailTrace.RunAsync(Connection.CreateClient(), Output);

        Assert.That(Lines.SkipLast(1),
            Is.EqualTo(new[] { "answer_mail, relevance 0.9", "  samples/summarize (generation)", "  route", "    samples/route (generation)" }));
        Assert.That(Lines[^1], Is.EqualTo("  send, failed: IOException: The mail server is away."));
    }
}
