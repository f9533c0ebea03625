using Opper.Tracing;

namespace Opper.Samples.Tracing;

/// <summary>Summarizes, routes and sends a mail with tracing, then reads the trace.</summary>
public static class MailTrace
{
    private const string Mail = "Dear team, the billing of my March invoice is wrong: you charged 120 euros twice. Please pay one of them back. Ann";

    /// <summary>Traces the work and writes the trace as a tree.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes after the output has been written.</returns>
    public static async Task RunAsync(OpperClient opper, TextWriter output, CancellationToken cancellationToken = default)
    {
        var traceId = await opper.Spans.RunAsync("answer_mail", Mail, span => AnswerAsync(opper, span, cancellationToken),
            cancellationToken: cancellationToken);
        await TraceTree.WriteAsync(await opper.Traces.GetAsync(traceId, cancellationToken: cancellationToken), output);
    }

    private static async Task<string> AnswerAsync(OpperClient opper, SpanScope span, CancellationToken cancellationToken)
    {
        // Calls become children of the current span automatically.
        string summary = await opper.CallAsync<string>("samples/summarize", "Summarize the mail in one sentence.", Mail, cancellationToken: cancellationToken);

        await using (var route = await opper.Spans.StartAsync("route", summary, cancellationToken: cancellationToken))
        {
            Team team = await opper.CallAsync<Team>("samples/route", "Say which team answers the mail.", Mail, cancellationToken: cancellationToken);
            route.SetOutput(team);
            route.SetMeta("channel", "mail");
        }

        try
        {
            await opper.Spans.RunAsync("send", _ => throw new IOException("The mail server is away."), cancellationToken: cancellationToken);
        }
        catch (IOException)
        {
            // The trace has the exception as the error of its span.
        }

        await span.RecordMetricAsync("relevance", 0.9, "checked by hand", cancellationToken);
        await span.FeedbackAsync(1, "good", cancellationToken: cancellationToken);
        return span.TraceId;
    }
}
